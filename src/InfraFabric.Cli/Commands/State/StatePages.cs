using System.Runtime.CompilerServices;
using InfraFabric.Api.State;

namespace InfraFabric.Cli.Commands.State;

/// <summary>All pages of a list, as of the revision of the first.</summary>
internal sealed class StatePages(IStateApi state, RecordsQuery query)
{
    public async IAsyncEnumerable<RecordPageBody> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = await state.ListAsync(query, cancellationToken);
        yield return page;
        while (page.NextAfter is not null)
        {
            page = await state.ListAsync(query with { After = page.NextAfter, At = page.Revision }, cancellationToken);
            yield return page;
        }
    }
}
