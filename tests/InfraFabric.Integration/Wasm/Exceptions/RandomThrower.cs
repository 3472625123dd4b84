using System.Globalization;
using System.Text;

namespace InfraFabric.Integration.Wasm.Exceptions;

/// <summary>
/// A module in text that throws and catches at random: six functions that call those behind them, directly, through a
/// table, last, and through the host. A global counts steps, so that it ends; another takes in what happens.
/// </summary>
internal sealed partial class RandomThrower(int seed)
{
    public const int Functions = 6;

    private const string Frame = """
        (module
          (type $f (func (param i32) (result i32)))
          (import "host" "call" (func $host (type $f)))
          (tag $t0 (export "t0") (param i32)) (tag $t1 (export "t1")) (tag $t2 (export "t2") (param i32 i64 f64))
          (tag $t3 (param exnref i32))
          (global $state (export "state") (mut i32) (i32.const 1))
          (global $steps (export "steps") (mut i32) (i32.const 0))
          (global $kept (mut exnref) (ref.null exn))
          (memory 1)
          (table $functions 6 6 funcref)
          (table $thrown 4 4 exnref)
          (elem (table $functions) (i32.const 0) func $f0 $f1 $f2 $f3 $f4 $f5)

        """;

    private readonly Random _random = new(seed);
    private readonly List<string> _labels = [];
    private int _function;
    private int _names;
    private int _counters;

    public static string Make(int seed) => new RandomThrower(seed).Module();

    private string Module()
    {
        var text = new StringBuilder(Frame);
        for (_function = 0; _function < Functions; _function++)
            text.Append(Function());
        return text.Append(')').ToString();
    }

    private string Function()
    {
        _counters = 0;
        var body = Statements(4);
        var result = Number(3);
        var counters = string.Concat(Enumerable.Range(0, _counters).Select(n => Invariant($" (local $n{n} i32)")));
        return Invariant($"""
              (func $f{_function} (export "f{_function}") (param $p i32) (result i32)
                (local $a i32) (local $b i32) (local $w i64) (local $d f64) (local $x exnref){counters}
                (if (i32.le_s (global.get $steps) (i32.const 0)) (then (return (i32.const 7))))
                (global.set $steps (i32.sub (global.get $steps) (i32.const 1)))
                {body}
                {result})

            """);
    }

    private string Number(int depth) => depth == 0 ? Leaf() : _random.Next(12) switch
    {
        0 or 1 => Leaf(),
        2 => $"(i32.add {Number(depth - 1)} {Number(depth - 1)})",
        3 => $"(i32.mul {Number(depth - 1)} {Number(depth - 1)})",
        4 => $"(i32.xor {Number(depth - 1)} {Number(depth - 1)})",
        5 => $"(i32.rem_s {Number(depth - 1)} (i32.or {Number(depth - 1)} (i32.const {_random.Next(20)})))",
        6 => $"(ref.is_null {Reference()})",
        7 => $"(i32.load offset={_random.Next(8) * 4} (i32.and {Number(depth - 1)} (i32.const 0xfff0)))",
        8 => $"(if (result i32) {Number(depth - 1)} (then {Number(depth - 1)}) (else {Number(depth - 1)}))",
        9 => $"(select {Number(depth - 1)} {Number(depth - 1)} {Number(depth - 1)})",
        _ => Call(depth),
    };

    private string Call(int depth) => _function == Functions - 1 ? Leaf() : _random.Next(4) switch
    {
        0 => $"(call_indirect $functions (type $f) {Number(depth - 1)} (i32.const {Later()}))",
        1 when _function < 4 => $"(call $host {Number(depth - 1)})",
        _ => $"(call $f{Later()} {Number(depth - 1)})",
    };

    private string Leaf() => _random.Next(6) switch
    {
        0 => "(local.get $p)",
        1 => "(local.get $a)",
        2 => "(local.get $b)",
        3 => "(global.get $state)",
        _ => Invariant($"(i32.const {_random.Next(-3, 12)})"),
    };

    private string Reference() => _random.Next(6) switch
    {
        0 => "(ref.null exn)",
        1 => "(global.get $kept)",
        2 => $"(table.get $thrown (i32.const {_random.Next(4)}))",
        3 => $"(select (result exnref) (local.get $x) (global.get $kept) {Leaf()})",
        _ => "(local.get $x)",
    };

    private int Later() => _random.Next(_function + 1, Functions);

    private string Name(string kind) => Invariant($"${kind}{_names++}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
