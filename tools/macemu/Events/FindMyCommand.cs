using MacStateStore.Lifecycle;

namespace MacEmu;

/// <summary>Find My, as the owner turns it on or off or marks the Mac as lost.</summary>
internal static class FindMyCommand
{
    public static Verb Define()
    {
        var verb = new Verb("find-my", "Find My and Activation Lock", "macemu find-my lost");
        foreach (var (state, purpose) in (ReadOnlySpan<(FindMyState, string)>)
            [(FindMyState.Off, "turn it off; a lost Mac is found"), (FindMyState.On, "turn it on; a lost Mac is found"), (FindMyState.Lost, "mark the Mac as lost: its systems don't start, and it isn't activated")])
        {
            var name = FindMy.NameOf(state);
            verb.Add(new Verb(name, purpose, $"macemu find-my {name}", run => run.Event(mac => mac.FindMy.Set(state))));
        }
        return verb;
    }
}
