;; What random modules log with, for V8: JavaScript cannot see a vector, nor which NaN a number is, so that it is told
;; the bits.
(module
  (import "host" "log" (func $log (param i32 i64 i64)))
  (func (export "log-i32") (param i32) (call $log (i32.const 0) (i64.extend_i32_s (local.get 0)) (i64.const 0)))
  (func (export "log-i64") (param i64) (call $log (i32.const 1) (local.get 0) (i64.const 0)))
  (func (export "log-f32") (param f32)
    (call $log (i32.const 2) (i64.extend_i32_u (i32.reinterpret_f32 (local.get 0))) (i64.const 0)))
  (func (export "log-f64") (param f64)
    (call $log (i32.const 3) (i64.reinterpret_f64 (local.get 0)) (i64.const 0)))
  (func (export "log-v128") (param v128)
    (call $log
      (i32.const 4) (i64x2.extract_lane 0 (local.get 0)) (i64x2.extract_lane 1 (local.get 0)))))
