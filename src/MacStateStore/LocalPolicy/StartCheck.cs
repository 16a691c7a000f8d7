using MacStateStore.SecureEnclave;

namespace MacStateStore.LocalPolicy;

/// <summary>What LLB and iBoot look at before macOS starts on Apple silicon (Apple Platform Security, "Boot process for a Mac with Apple silicon").</summary>
internal sealed class StartCheck(Mac mac, PolicyStore store)
{
    /// <summary>Why a system doesn't start; null where it does.</summary>
    public string? Problem(InstalledSystem system)
    {
        if (!store.IsMade) return null; // as from the factory
        if (store.Image(system.VolumeGroup, PolicyRole.MacOS) is not { } image)
            return $"{system.Name} has no LocalPolicy; an owner makes one with 'bless --setBoot' or by installing macOS again";
        try
        {
            var (file, policy) = PolicyStore.Read(image);
            return SignatureProblem(file.Manifest) ?? NonceProblem(policy) ?? SoftwareProblem(system, policy);
        }
        catch (Image4Exception error)
        {
            return $"LLB can't read the LocalPolicy of {system.Name}: {error.Message}";
        }
    }

    /// <summary>What is wrong with a policy file, by itself; null for nothing.</summary>
    public string? FileProblem(byte[] image)
    {
        try
        {
            var (file, policy) = PolicyStore.Read(image);
            return SignatureProblem(file.Manifest) ?? NonceProblem(policy);
        }
        catch (Image4Exception error)
        {
            return error.Message;
        }
    }

    // What is wrong with who has signed a policy.
    private string? SignatureProblem(Image4Manifest manifest)
    {
        var signed = manifest.SignedPart();
        if (mac.Activation.Certificates() is not { } known)
            // A Mac without certificates knows its own key.
            return manifest.Certificates.Count == 0 && P384.Verify(P384.PublicKey(store.SecureEnclave.Key), signed, manifest.Signature.Span)
                ? null : "LLB doesn't take the LocalPolicy: the signature isn't that of this Mac's Secure Enclave";
        if (manifest.Certificates is not [var first, ..] || Certificate.Read(first) is not { } owner) return "LLB doesn't take the LocalPolicy: it carries no Owner Identity Certificate";
        if (Certificate.Read(known.Authority) is not { } authority || !owner.IsSignedBy(authority.PublicKey.Span))
            return "LLB doesn't take the LocalPolicy: its Owner Identity Certificate is none of Apple's";
        if (!first.Span.SequenceEqual(known.Owner.Span)) return "LLB doesn't take the LocalPolicy: its Owner Identity Certificate is another owner's";
        if (!P384.Verify(owner.PublicKey.Span, signed, manifest.Signature.Span)) return "LLB doesn't take the LocalPolicy: its signature is wrong";
        return manifest.Properties["ECID"] is Image4Value.Number { Value: var ecid } && ecid == (ulong)mac.Machine.Ecid ? null : "LLB doesn't take the LocalPolicy: it is for another Mac";
    }

    private string? NonceProblem(PolicyContents policy)
    {
        foreach (var name in (string[])[PolicyNonces.Local, PolicyNonces.Remote])
        {
            if (store.Nonces.Hash(name) is null) return "the Mac is marked as lost in Find My: its systems don't start until it is found ('macemu find-my on')";
            if (policy[name] is not Image4Value.Data hash || !store.Nonces.IsValid(name, hash.Value.Span))
                return $"LLB doesn't take the LocalPolicy: its {name} is none that is valid, so it is an old one";
        }
        return null;
    }

    private string? SoftwareProblem(InstalledSystem system, PolicyContents policy)
    {
        if (policy["nsih"] is not Image4Value.Data next || !next.Value.Span.SequenceEqual(Measurements.Manifest(mac.Machine, system)))
            return $"LLB doesn't start {system.Name}: its software is not what the LocalPolicy names (nsih)";
        if (policy["spih"] is Image4Value.Data cryptex && !cryptex.Value.Span.SequenceEqual(Measurements.Cryptex(mac.Machine, system)))
            return $"iBoot doesn't start {system.Name}: its cryptexes are not what the LocalPolicy names (spih)";
        return !policy.Has("sip1") && HasBrokenSeal(system) ? $"iBoot doesn't start {system.Name}: the seal of its system volume is broken, and the LocalPolicy wants it whole (sip1 is absent)" : null;
    }

    /// <summary>Whether nothing of the system volume is sealed as Apple has sealed it: neither the volume nor a snapshot.</summary>
    public bool HasBrokenSeal(InstalledSystem system) =>
        mac.Disks.All.SelectMany(disk => disk.Volumes).FirstOrDefault(volume => volume.Group == system.VolumeGroup && volume.Is("System")) is { Sealed: "Broken" } volume
        && volume.Snapshots.All(snapshot => snapshot.Sealed != "Yes");
}
