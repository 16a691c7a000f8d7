namespace MacEmu;

/// <summary>A restore in DFU mode, with Apple Configurator on another Mac.</summary>
internal static class DfuRestore
{
    public static Verb Define() => new("dfu-restore", "erase everything and restore macOS from another Mac: new keys, nobody's data; a Mac that is marked as lost isn't activated", "macemu dfu-restore", run => run.Event(mac =>
    {
        mac.Erasure.Restore();
        if (!mac.Activation.IsActivated) run.Console.ErrorLine("macemu: dfu-restore: Apple refuses to activate the Mac, as it is marked as lost; Setup Assistant can't go on");
    }));
}
