using System.Reflection.Emit;
using InfraFabric.Wasm.Emission;

namespace InfraFabric.Wasm.Compilation;

/// <summary>
/// One method that is emitted: a function, or a part of a large function. Its variables are made when first used.
/// </summary>
internal sealed class Piece(CodeWriter il, int locals)
{
    private LocalBuilder? _meter;
    private LocalBuilder? _fuel;
    private LocalBuilder? _fuelLeft;
    private LocalBuilder? _address;
    private LocalBuilder? _callee;
    private LocalBuilder? _elements;
    private LocalBuilder? _context;
    private LocalBuilder? _calleeStack;
    private LocalBuilder? _codeAddress;
    private LocalBuilder? _index;
    private LocalBuilder? _pauseFrame;

    public CodeWriter Il { get; } = il;

    /// <summary>Where the stack and what the caller passes in are looked at; it comes last in the code.</summary>
    public Label Entry { get; } = il.DefineLabel();

    public Label Body { get; } = il.DefineLabel();

    /// <summary>A variable for each height of the operand stack and kind used there, by both in one number.</summary>
    public Dictionary<int, LocalBuilder> Slots { get; } = [];

    public Dictionary<string, Label> Traps { get; } = [];

    /// <summary>The variables of addresses that are used more than once.</summary>
    public List<LocalBuilder> Addresses { get; } = [];

    /// <summary>Where the code can wait for the next quantum of fuel.</summary>
    public List<Pause> Pauses { get; } = [];

    /// <summary>Where variables are kept meanwhile.</summary>
    public LocalBuilder PauseFrame => _pauseFrame ??= Il.DeclareLocal(typeof(nint));

    /// <summary>The variables of the locals; none for what is an argument or in the frame.</summary>
    public LocalBuilder?[] Variables { get; } = new LocalBuilder?[locals];

    public bool[] IsWritten { get; } = new bool[locals];

    /// <summary>Fuel is in a variable while this runs.</summary>
    public bool KeepsFuel { get; set; }

    public LocalBuilder Meter => _meter ??= Il.DeclareLocal(typeof(nint));

    public LocalBuilder Fuel => _fuel ??= Il.DeclareLocal(typeof(long));

    /// <summary>
    /// For fuel that is in the meter: the just-in-time compiler sees its lifetimes apart from those of what is kept.
    /// </summary>
    public LocalBuilder FuelLeft => _fuelLeft ??= Il.DeclareLocal(typeof(long));

    public LocalBuilder Address => _address ??= Il.DeclareLocal(typeof(long));

    public LocalBuilder Callee => _callee ??= Il.DeclareLocal(typeof(Function));

    public LocalBuilder Elements => _elements ??= Il.DeclareLocal(typeof(object[]));

    /// <summary>
    /// What a callee gets and its address, in quick code: there the just-in-time compiler takes a new place on the
    /// stack for each that is not in a variable.
    /// </summary>
    public LocalBuilder Context => _context ??= Il.DeclareLocal(typeof(object));

    public LocalBuilder CalleeStack => _calleeStack ??= Il.DeclareLocal(typeof(long));

    public LocalBuilder Code => _codeAddress ??= Il.DeclareLocal(typeof(nint));

    public LocalBuilder Index => _index ??= Il.DeclareLocal(typeof(int));

    /// <summary>The stack that callees have; null where nothing is called.</summary>
    public LocalBuilder? Stack { get; set; }

    /// <summary>Where memory begins; null where it is not used.</summary>
    public LocalBuilder? Base { get; set; }

    /// <summary>What only a part has; null for a function.</summary>
    public PartExits? Exits { get; init; }

    public bool IsPart => Exits is not null;
}
