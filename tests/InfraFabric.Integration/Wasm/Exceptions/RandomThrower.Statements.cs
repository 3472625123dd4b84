namespace InfraFabric.Integration.Wasm.Exceptions;

/// <content>What a function does, one after the other.</content>
internal sealed partial class RandomThrower
{
    private string Statements(int depth) =>
        string.Join("\n    ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Statement(depth)));

    private string Statement(int depth) => depth == 0 ? Simple() : _random.Next(14) switch
    {
        0 or 1 or 2 => Simple(),
        3 => $"(if {Number(2)} (then {Statements(depth - 1)}) (else {Statements(depth - 1)}))",
        4 => $"(if {Number(2)} (then {Leave()}))",
        5 => Loop(depth),
        6 => Inside("l", label => $"(block {label} {Statements(depth - 1)})"),
        7 => $"(if {Number(1)} (then {Throw()}))",
        8 when _random.Next(4) == 0 => Throw(),
        _ => Try(depth),
    };

    private string Simple() => _random.Next(6) switch
    {
        0 => $"(local.set $a {Number(2)})",
        1 => $"(local.set $b {Number(2)})",
        2 => $"(i32.store offset={_random.Next(8) * 4} (i32.and {Number(1)} (i32.const 0xfff0)) {Number(2)})",
        3 => $"(global.set $kept {Reference()}) (local.set $x {Reference()})",
        4 => $"(table.set $thrown (i32.const {_random.Next(4)}) {Reference()})",
        _ => $"(global.set $state (i32.add (i32.mul (global.get $state) (i32.const 31)) {Number(2)}))",
    };

    private string Loop(int depth)
    {
        var counter = $"$n{_counters++}";
        return Inside("l", label => $"""
            (local.set {counter} (i32.const {_random.Next(1, 4)}))
            (loop {label} (if (i32.gt_s (local.get {counter}) (i32.const 0)) (then
              (local.set {counter} (i32.sub (local.get {counter}) (i32.const 1)))
              {Statements(depth - 1)} (br {label}))))
            """);
    }

    private string Leave() => _random.Next(6) switch
    {
        0 => $"(return {Number(2)})",
        1 when _function < Functions - 1 => $"(return_call $f{Later()} {Number(1)})",
        2 when _function < Functions - 1 =>
            $"(return_call_indirect $functions (type $f) {Number(1)} (i32.const {Later()}))",
        3 when _labels.Count > 0 => $"(br_table {string.Join(' ', _labels)} {_labels[0]} {Number(1)})",
        4 or 5 when _labels.Count > 0 => $"(br {_labels[_random.Next(_labels.Count)]})",
        _ => Throw(),
    };

    private string Throw() => _random.Next(8) switch
    {
        0 or 1 => "(throw $t1)",
        2 => $"(throw $t2 {Number(1)} (i64.extend_i32_s {Number(1)}) (f64.convert_i32_s {Number(1)}))",
        3 => $"(throw $t3 {Reference()} {Number(1)})",
        4 => $"(throw_ref {Reference()})",
        5 => $"(if (i32.eqz (ref.is_null (local.get $x))) (then (throw_ref (local.get $x))))",
        _ => $"(throw $t0 {Number(2)})",
    };

    private string Try(int depth) => _random.Next(8) switch
    {
        0 => Inside("l", label => $"(block {label} (try_table (catch_all {label}) {Statements(depth - 1)}))"),
        1 => Catching("i32", "catch $t0", depth, Number(1), "(local.set $a)"),
        2 => Catching("i32 exnref", "catch_ref $t0", depth, $"{Number(1)} {Reference()}",
            "(local.set $x) (local.set $a)"),
        3 => Catching("exnref", "catch_all_ref", depth, Reference(), "(local.set $x)"),
        4 => Catching("i32 i64 f64", "catch $t2", depth, $"{Number(1)} (local.get $w) (local.get $d)",
            "(local.set $d) (local.set $w) (local.set $b)"),
        5 => Catching("exnref i32", "catch $t3", depth, $"{Reference()} {Number(1)}", "(local.set $a) (local.set $x)"),
        6 => Several(depth),
        _ => $"(local.set $b (i32.add {Leaf()} (try_table (result i32) {Statements(depth - 1)} {Number(2)})))",
    };

    // The block's results are those of the clause; the code behind the try_table gives them when nothing is thrown.
    private string Catching(string results, string clause, int depth, string otherwise, string take)
    {
        var handler = Name("h");
        return $"""
            (block {handler} (result {results})
              (try_table ({clause} {handler}) {Statements(depth - 1)}) {otherwise}) {take}
            """;
    }

    // Clauses of several tags, to several blocks; of the last, anything may go on with the next round of a loop.
    private string Several(int depth)
    {
        var (number, nothing) = (Name("h"), Name("h"));
        var rest = _labels.Count > 0 ? $"(catch_all {_labels[_random.Next(_labels.Count)]})" : "";
        return $"""
            (block {nothing} (local.set $a (block {number} (result i32)
              (try_table (result i32) (catch $t1 {nothing}) (catch $t0 {number}) {rest}
                {Statements(depth - 1)} {Number(2)}) (i32.add {Leaf()}))))
            """;
    }

    private string Inside(string kind, Func<string, string> make)
    {
        var label = Name(kind);
        _labels.Add(label);
        var text = make(label);
        _labels.Remove(label);
        return text;
    }
}
