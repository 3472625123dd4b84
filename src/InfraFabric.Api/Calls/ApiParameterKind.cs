namespace InfraFabric.Api.Calls;

/// <summary>What a value in a path or a query looks like.</summary>
public enum ApiParameterKind
{
    Text,

    /// <summary>A whole number of 0 or more.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,
}
