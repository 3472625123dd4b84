using Microsoft.Win32.SafeHandles;

namespace InfraFabric.Cli.Rendering;

/// <summary>Asks the person at the terminal.</summary>
internal static class Question
{
    private const int StandardInput = 0;

    /// <summary>Whether a person says yes; whatever else is answered, and the end of the input, is a no.</summary>
    public static async Task<bool> IsAnsweredYesAsync(string question, CancellationToken cancellationToken) =>
        await AnswerAsync($"{question} [y/N]", cancellationToken) is "y" or "Y" or "yes";

    /// <summary>Whether a person types just these words.</summary>
    public static async Task<bool> IsAnsweredWithAsync(
        string question, string words, CancellationToken cancellationToken) =>
        await AnswerAsync(question, cancellationToken) == words;

    private static async Task<string?> AnswerAsync(string question, CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync($"{question} ");
        using var input = Open();
        var answer = await input.ReadLineAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
        return answer?.Trim();
    }

    // The console's own reader changes the mode of the terminal when it begins to read, and so loses a Ctrl-D that was
    // typed a moment before.
    private static TextReader Open() => OperatingSystem.IsWindows()
        ? Console.In
        : new StreamReader(new FileStream(new SafeFileHandle(StandardInput, ownsHandle: false), FileAccess.Read));
}
