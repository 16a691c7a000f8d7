using System.Net;
using System.Net.Sockets;
using MacStateStore.Boot;

namespace Csrutil;

/// <summary>
/// <c>csrutil netboot add|remove|list</c>: addresses in NVRAM, of no effect on newer Macs. What it prints but for the list nobody has
/// recorded, so it prints nothing (dossier csrutil, 5).
/// </summary>
internal static class NetBoot
{
    private const int AddressSize = 4;

    public static int Run(Call call) => call.Words switch
    {
        ["list"] => List(call),
        ["add", var address] => Change(call, address, isThere: true),
        ["remove", var address] => Change(call, address, isThere: false),
        _ => throw call.UsageFailure(),
    };

    private static int List(Call call)
    {
        foreach (var address in Addresses(call)) call.Say(address.ToString());
        return 0;
    }

    private static int Change(Call call, string text, bool isThere)
    {
        call.RequireRecovery();
        if (text.Split('.').Length != AddressSize || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetwork)
            throw call.Failure(Messages.InvalidAddress(text));
        var addresses = Addresses(call).Where(known => !known.Equals(address)).ToList();
        if (isThere) addresses.Add(address);
        call.Mac.Nvram[Nvram.NetBootVariable] = addresses.Count == 0 ? null : [.. addresses.SelectMany(known => known.GetAddressBytes())];
        return 0;
    }

    private static IEnumerable<IPAddress> Addresses(Call call) =>
        (call.Mac.Nvram[Nvram.NetBootVariable] ?? []).Chunk(AddressSize).Where(chunk => chunk.Length == AddressSize).Select(chunk => new IPAddress(chunk));
}
