using System.Text.Json;
using InfraFabric.Api.Identity;
using InfraFabric.Api.Local;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Identity;

/// <summary>
/// Makes what a server needs before it can say who calls, as far as it is missing: its own key, the fabric's id, and
/// the operator's key and identity. Several servers may start on one empty store at once.
/// </summary>
internal sealed class FirstStart(FabricHome home, IStateStore store, TimeProvider time, IdSource ids)
{
    private const string Actor = "if://agent/infrafabric.server/0";

    private const int MaxAttempts = 8;

    private bool _madeOperatorKey;

    public async Task<ServerSeal> PrepareAsync(CancellationToken cancellationToken)
    {
        FabricHome.CreatePrivateFolder(home.KeysFolder);
        var (key, _) = LoadOrMake(home.ServerKey);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var fabric = await store.GetAsync(FabricIdRecord.Key, null, cancellationToken);
            var missing = await MissingAsync(fabric, key.VerifyKey, cancellationToken);
            if (missing.Count == 0)
                return new ServerSeal(Read(fabric!).Id, key);
            // Another server that starts at the same time may be first; what it made is then there to be read.
            var guards = missing.Select(write => Guard.Absent(write.Key)).ToList();
            await store.CommitAsync(new Commit(guards, missing, [NoteOf(missing)]), cancellationToken);
        }

        key.Dispose();
        throw new FabricException(ErrorTable.Conflict, "The fabric's first records could not be made.",
            "Others changed them again and again at the same time.", "Start the server again.");
    }

    private async Task<List<Write>> MissingAsync(Record? fabric, VerifyKey own, CancellationToken cancellationToken)
    {
        var missing = new List<Write>();
        if (fabric is null)
        {
            var id = new FabricIdRecord($"fabric-{ids.Next():D}", time.GetUtcNow());
            missing.Add(Write.Put(
                FabricIdRecord.Key, JsonSerializer.SerializeToUtf8Bytes(id, IdentityJson.Default.FabricIdRecord)));
        }

        var server = ServerKeyRecord.KeyOf(KeyMark.Of(own));
        if (await store.GetAsync(server, null, cancellationToken) is null)
        {
            var record = new ServerKeyRecord(own.ToString(), time.GetUtcNow());
            missing.Add(Write.Put(
                server, JsonSerializer.SerializeToUtf8Bytes(record, IdentityJson.Default.ServerKeyRecord)));
        }

        var known = await store.GetAsync(
            IdentityRecord.KeyOf(OperatorIdentity.Name), null, cancellationToken);
        if (known is null)
            missing.Add(NewOperator());
        else
            RequireSameOperator(known);
        return missing;
    }

    private Write NewOperator()
    {
        var (key, made) = LoadOrMake(home.OperatorKey);
        _madeOperatorKey |= made;
        using (key)
        {
            return new IdentityRecord(
                key.VerifyKey.ToString(), ScopeNames.Of(Scopes.All), time.GetUtcNow(), Actor, Disabled: false)
                .WriteTo(OperatorIdentity.Name);
        }
    }

    /// <summary>A home without the operator's key is fine: it is kept in another one of this fabric.</summary>
    private void RequireSameOperator(Record known)
    {
        if (!File.Exists(home.OperatorKey))
            return;
        using var key = KeyFile.Load(home.OperatorKey);
        if (IdentityRecord.Read(known).Key == key.VerifyKey.ToString())
            return;
        if (_madeOperatorKey)
        {
            // Another server was first. This key was never anybody's.
            File.Delete(home.OperatorKey);
            return;
        }

        throw new FabricException(ErrorTable.Conflict,
            $"{home.OperatorKey} is not the key of this fabric's operator.",
            $"The state knows {OperatorIdentity.Name} by another key: that of the home where the fabric began, or one"
                + " that an operator put in its place.",
            $"If this home is of the same operator, copy that key here. Else move {home.OperatorKey} away: the server"
                + " needs no operator's key of its own.");
    }

    private static (SigningKey Key, bool Made) LoadOrMake(string path)
    {
        if (File.Exists(path))
            return (KeyFile.Load(path), false);
        var key = SigningKey.Generate();
        KeyFile.Create(path, key);
        return (key, true);
    }

    private static FabricIdRecord Read(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, IdentityJson.Default.FabricIdRecord)
        ?? throw new JsonException("The record is null.");

    private WitnessNote NoteOf(List<Write> writes) => new()
    {
        Trace = TraceToken.New(ids),
        Actor = Actor,
        Component = "server",
        Operation = "server.first-start",
        Subject = string.Join(' ', writes.Select(write => write.Key)),
        Time = time.GetUtcNow(),
        Why = "a server starts and these were missing",
    };
}
