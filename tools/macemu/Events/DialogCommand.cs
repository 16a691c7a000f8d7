using MacStateStore.Lifecycle;

namespace MacEmu;

/// <summary>Answers that dialogs of <c>osascript</c> and other programs will get, one each, in the order in which they were given.</summary>
internal static class DialogCommand
{
    public static Verb Define()
    {
        var button = Verb.Valued("--button", "NAME", "the button to press (the default one if left out)");
        var text = Verb.Valued("--text", "VALUE", "what to type, or the item to choose from a list");
        return new Verb("dialog", "what a person does to the next dialogs", "macemu dialog answer --button OK --text 's3cret word'")
        {
            new Verb("answer", "press a button of the next dialog", "macemu dialog answer --text s3cret", run => run.Event(mac => mac.Dialogs.Add(new DialogAnswer(Cancels: false, run.Value(button), run.Value(text))))) { button, text },
            new Verb("cancel", "cancel the next dialog", "macemu dialog cancel", run => run.Event(mac => mac.Dialogs.Add(new DialogAnswer(Cancels: true)))),
            new Verb("list", "print the answers that wait, in order", "macemu dialog list", List),
            new Verb("clear", "drop the answers that wait", "macemu dialog clear", run => run.Event(mac => mac.Dialogs.Clear())),
        };
    }

    // What is typed is mostly a password; the list says only that there is something.
    private static int List(Invocation run) => run.Look(mac =>
    {
        TextTable.Write(run.Console, ["ANSWER", "BUTTON", "TEXT"], mac.Dialogs.All.Select(answer =>
            (string[])[answer.Cancels ? "cancel" : "answer", answer.Cancels ? "" : answer.Button ?? "(default)", answer.Text is null ? "" : "•••"]));
        return Status.Good;
    });
}
