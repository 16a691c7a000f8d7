using System.Security.Cryptography.X509Certificates;
using MacStateStore.Lifecycle;

namespace MacStateStore.DeviceManagement;

/// <summary>Takes a message to a real MDM server and brings its answer back. What goes over a network lies outside of this library.</summary>
/// <param name="message">The message.</param>
/// <returns>The answer's content: a property list, or nothing.</returns>
/// <exception cref="MdmServerException">There is no answer, or none that counts.</exception>
public delegate byte[] MdmTransport(MdmMessage message);

/// <summary>What the Mac sends to a real MDM server (dossier profiles, 9).</summary>
/// <param name="Name">What it is: the type of a check-in message, or the status of an answer.</param>
/// <param name="Address">Where it goes, by PUT.</param>
/// <param name="ContentType">What it says to be.</param>
/// <param name="Body">The property list.</param>
/// <param name="Signature">The header <c>Mdm-Signature</c>; null where the enrolment wants none.</param>
/// <param name="Trust">Who sends it, and which servers may have it.</param>
public sealed record MdmMessage(string Name, Uri Address, string ContentType, byte[] Body, string? Signature, MdmTrust Trust);

/// <summary>Who the Mac is to a server, and which servers it believes.</summary>
/// <param name="Identity">The Mac's certificate with its key.</param>
/// <param name="Anchors">Certificates of profiles that may vouch for the server, besides those that the host trusts.</param>
/// <param name="Pins">Where there are any, one of these must be in the server's chain.</param>
public sealed record MdmTrust(X509Certificate2 Identity, IReadOnlyList<X509Certificate2> Anchors, IReadOnlyList<X509Certificate2> Pins);

/// <summary>A real MDM server can't be reached, or answers what no MDM server should. The message says which and what.</summary>
public sealed class MdmServerException(string message) : LifecycleException(message);
