using MacStateStore.Boot;

namespace Csrutil;

/// <summary>What <c>enable</c> and <c>disable</c> are asked to leave out: <c>--without</c> or <c>--with</c> and features (dossier csrutil, 2).</summary>
internal static class Request
{
    public const string With = "--with";
    public const string Without = "--without";
    public const string NoInternal = "--no-internal"; // of no effect but on Apple's own Macs

    /// <summary>The bits of the named features.</summary>
    public static ulong Read(Call call, string option)
    {
        ulong bits = 0;
        for (var i = 0; i < call.Words.Count; i++)
        {
            var word = call.Words[i];
            if (word == NoInternal) continue;
            if (word != option || i + 1 == call.Words.Count) throw call.UsageFailure();
            var feature = SystemIntegrity.Features.FirstOrDefault(feature => feature.Word == call.Words[i + 1]) ?? throw call.UsageFailure();
            bits |= feature.Bit;
            i++;
        }
        return bits;
    }
}
