using MacStateStore.Lifecycle;
using MacToolHost;

namespace Companions;

/// <summary>A dialog as a script asks for it.</summary>
/// <param name="Buttons">The buttons from left to right.</param>
/// <param name="DefaultButton">The one that Return presses.</param>
/// <param name="CancelButton">The one that ends the script; null for none.</param>
/// <param name="DefaultAnswer">What stands in the field for a text; null where there is no field.</param>
internal sealed record DialogRequest(IReadOnlyList<string> Buttons, string DefaultButton, string? CancelButton, string? DefaultAnswer);

/// <summary>Answers dialogs for a person, from those that <c>macemu dialog</c> has left.</summary>
internal sealed class DialogBox(ToolRun run)
{
    /// <summary>What a person does to a dialog: the button and the text; null for a cancelled one.</summary>
    /// <param name="request">The dialog.</param>
    /// <param name="isThere">False where nobody is there to see it.</param>
    /// <exception cref="NotEmulatedException">The answer that waits doesn't fit.</exception>
    public (string Button, string? Text)? Ask(DialogRequest request, out bool isThere)
    {
        var answer = Take();
        isThere = answer is not null;
        if (answer is null or { Cancels: true }) return null;
        if (answer.Text is not null && request.DefaultAnswer is null) throw new NotEmulatedException("the next answer of 'macemu dialog' types a text into a dialog that has no field");
        var button = answer.Button ?? request.DefaultButton;
        if (!request.Buttons.Contains(button))
            throw new NotEmulatedException($"the next answer of 'macemu dialog' presses {button}, which the dialog doesn't have (it has {string.Join(", ", request.Buttons)})");
        return button == request.CancelButton ? null : (button, answer.Text ?? request.DefaultAnswer);
    }

    /// <summary>What a person chooses from a list; null for a cancelled one.</summary>
    public IReadOnlyList<string>? Choose(IReadOnlyList<string> items, IReadOnlyList<string> chosen, out bool isThere)
    {
        var answer = Take();
        isThere = answer is not null;
        if (answer is null or { Cancels: true }) return null;
        if (answer.Text is null) return chosen.Count > 0 ? chosen : throw new NotEmulatedException("the next answer of 'macemu dialog' chooses nothing from a list; --text names an item");
        return items.Contains(answer.Text) ? [answer.Text] : throw new NotEmulatedException($"the next answer of 'macemu dialog' chooses {answer.Text}, which the list doesn't have");
    }

    /// <summary>The next answer that waits, for other programs that ask; null where none does, or nobody is logged in to see a dialog.</summary>
    public DialogAnswer? Take() => run.Mac.Sessions.ConsoleUser is null ? null : run.Mac.Dialogs.Take();

    /// <summary>The name of the volume that is started.</summary>
    public string Volume => run.Mac.Boot.System;

    /// <summary>A variable of the environment.</summary>
    public string Environment(string name) => run.Console.Environment(name) ?? "";
}
