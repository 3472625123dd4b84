;; How many primes are below a number, by trying all divisors. It tells the host each thousandth one.
(module $primes
  (import "host" "log" (func $log (param i32 i32)))

  (func $isPrime (param $n i32) (result i32) (local $divisor i32)
    (local.set $divisor (i32.const 2))
    (loop $next
      (if (i32.gt_u (i32.mul (local.get $divisor) (local.get $divisor)) (local.get $n))
        (then (return (i32.const 1))))
      (if (i32.eqz (i32.rem_u (local.get $n) (local.get $divisor)))
        (then (return (i32.const 0))))
      (local.set $divisor (i32.add (local.get $divisor) (i32.const 1)))
      (br $next))
    (unreachable))

  (func $run (export "run") (param $limit i32) (result i32) (local $n i32) (local $count i32)
    (local.set $n (i32.const 2))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $n) (local.get $limit)))
        (if (call $isPrime (local.get $n))
          (then
            (local.set $count (i32.add (local.get $count) (i32.const 1)))
            (if (i32.eqz (i32.rem_u (local.get $count) (i32.const 1000)))
              (then (call $log (local.get $count) (local.get $n))))))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br $next)))
    (local.get $count)))
