namespace MacEmu.Run.Tests;

/// <summary>Who starts `macemu run`.</summary>
public enum Caller
{
    Root,
    Ordinary,
}
