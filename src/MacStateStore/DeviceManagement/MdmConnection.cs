using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// The Mac's side of the protocol with a real MDM server (dossier profiles, 9). While it waits for the server other runs go on, so a run
/// must have nothing to lose by then. What the server says is kept in memory only.
/// </summary>
public sealed class MdmConnection
{
    private const string CheckInType = "application/x-apple-aspen-mdm-checkin";
    private const string CommandType = "application/x-apple-aspen-mdm; charset=UTF-8";

    private const string CheckInPins = "CheckInURLPinningCertificateUUIDs";
    private const string CommandPins = "ServerURLPinningCertificateUUIDs";

    private readonly Mac _mac;
    private readonly List<MdmMessage> _farewells = [];

    internal MdmConnection(Mac mac) => _mac = mac;

    /// <summary>The way to the server; null in a tool that has none.</summary>
    public MdmTransport? Transport { get; set; }

    /// <summary>Whether the Mac is enrolled in a real server.</summary>
    public bool IsInUse => _mac.Enrollments.Current is { IsInRealServer: true };

    /// <summary>Why the server could not be asked last; null where it could, or wasn't asked.</summary>
    public string? Problem { get; private set; }

    /// <summary>The server's copy of the bootstrap token, once it was asked for; null where it has none.</summary>
    internal byte[]? BootstrapToken { get; private set; }

    /// <summary>Whether the server has said what copy it has.</summary>
    internal bool HasAskedForBootstrapToken { get; private set; }

    /// <summary>
    /// Enrols the Mac in the server that an enrolment profile names. The server hears of it first; the Mac is enrolled only once the
    /// server has taken both messages.
    /// </summary>
    /// <param name="profile">The profile: it brings the identity, too.</param>
    /// <param name="kind">How.</param>
    /// <param name="supervised">Whether the Mac becomes supervised; null for what the kind brings in this release.</param>
    /// <exception cref="LifecycleException">The Mac can't be enrolled now, or the server doesn't take it.</exception>
    /// <exception cref="ConfigurationProfileException">The profile enrols nobody.</exception>
    public void Enroll(ConfigurationProfile profile, EnrollmentKind kind, bool? supervised = null)
    {
        _mac.Power.RequireRunning();
        var enrollment = Planned(profile, kind, supervised);
        Exchange(enrollment, profile, MdmCheckIn.Authenticate(_mac, enrollment));
        Exchange(enrollment, profile, MdmCheckIn.TokenUpdate(_mac, enrollment));
        if (_mac.Enrollments.Current is not null) throw new LifecycleException("the Mac was enrolled by somebody else meanwhile");
        if (kind == EnrollmentKind.Automated) _mac.AutomatedEnrollment.Assign(enrollment.ServerUrl);
        _mac.Profiles.Write(profile, user: null, isFromManagement: kind == EnrollmentKind.Automated);
        _mac.Enrollments.Replace(enrollment);
    }

    /// <summary>Asks the server for commands until it has none, and answers each. What a command has done stands, whatever happens to the answer.</summary>
    /// <param name="answered">Told of each command's type and the answer's status.</param>
    /// <param name="isBusy">Whether the Mac puts every command off (<c>NotNow</c>).</param>
    /// <exception cref="LifecycleException">The server can't be asked.</exception>
    public void Poll(Action<string, string> answered, bool isBusy = false)
    {
        _mac.Power.RequireRunning();
        if (_mac.Enrollments.Current is not { IsInRealServer: true } enrollment) throw new LifecycleException("the Mac is not enrolled in a real MDM server; do that with 'macemu mdm enroll --profile FILE'");
        var profile = Profile;
        var done = new HashSet<string>(StringComparer.Ordinal);
        var answer = Result("Idle");
        Action? afterwards = null;
        while (true)
        {
            var reply = Exchange(enrollment, profile, answer);
            afterwards?.Invoke();
            // The command may have ended the enrolment.
            if (reply is null || _mac.Enrollments.Current is null) return;
            var uuid = reply.TryGetString("CommandUUID", out var named) ? named : throw Unreadable(enrollment, "a command without CommandUUID");
            if (!done.Add(uuid))
            {
                if (isBusy) return; // it offers again at once what was put off
                throw Unreadable(enrollment, $"the command {uuid} again, which it has the answer to");
            }
            (answer, afterwards) = isBusy ? (Result("NotNow"), null) : reply["Command"] is PlistDictionary request && request["RequestType"] is PlistString
                ? _mac.MdmCommands.CarryOut(request, uuid) : (Result("CommandFormatError"), null);
            answer["CommandUUID"] = uuid;
            if (answer["Status"] is PlistString { Value: "Error" }) UndoCommand();
            answered(TypeOf(reply), ((PlistString)answer["Status"]!).Value);
        }
    }

    /// <summary>Checks that a profile has what talking to its server takes.</summary>
    /// <exception cref="ConfigurationProfileException">It hasn't.</exception>
    internal static void RequireUsable(ConfigurationProfile profile)
    {
        var mdm = profile.OfType(ProfilePayload.MdmType).First().Content;
        _ = (IdentityOf(profile, mdm), Pins(profile, mdm, CheckInPins), Pins(profile, mdm, CommandPins));
    }

    /// <summary>Has the server keep a bootstrap token, or forget it where null; gives whether it could be told.</summary>
    internal bool SetBootstrapToken(byte[]? token) => Try(enrollment =>
    {
        Exchange(enrollment, Profile, MdmCheckIn.SetBootstrapToken(_mac, enrollment, token));
        BootstrapToken = token;
    });

    /// <summary>Asks the server for its copy of the bootstrap token; gives whether it could be asked.</summary>
    internal bool GetBootstrapToken() => Try(enrollment =>
    {
        var reply = Exchange(enrollment, Profile, MdmCheckIn.GetBootstrapToken(_mac, enrollment));
        BootstrapToken = reply?["BootstrapToken"] switch
        {
            PlistData { Value.Length: > 0 } token => token.Value.ToArray(),
            null or PlistData => null,
            _ => throw Unreadable(enrollment, "a BootstrapToken that is no data"),
        };
        HasAskedForBootstrapToken = true;
    });

    /// <summary>The enrolment is about to end: the server is told once the run has ended, if it wants to be.</summary>
    internal void PrepareCheckOut()
    {
        if (!IsInUse || !_mac.MdmServer.IsOnline || _mac.Profiles.Payloads(ProfilePayload.MdmType) is not [var payload, ..]) return;
        if (payload.Content.TryGetBoolean("CheckOutWhenRemoved", out var wanted) && wanted)
            _farewells.Add(Message(_mac.Enrollments.Current!, Profile, MdmCheckIn.CheckOut(_mac, _mac.Enrollments.Current!)));
    }

    /// <summary>The run is undone: there is nothing to say goodbye for.</summary>
    internal void ForgetCheckOut() => _farewells.Clear();

    /// <summary>Says goodbye to servers that the Mac has left. They may not hear it; the Mac has left all the same.</summary>
    internal void CheckOut()
    {
        foreach (var message in _farewells)
        {
            try
            {
                if (Transport is null) Problem = NoWay;
                else Transport(message);
            }
            catch (LifecycleException error)
            {
                Problem = error.Message;
            }
        }
        _farewells.Clear();
    }

    private const string NoWay = "this tool has no way to a real MDM server";

    // The profile that has enrolled the Mac.
    private ConfigurationProfile Profile => _mac.Profiles.Of(null).First(installed => installed.Profile.IsEnrollment).Profile;

    private Enrollment Planned(ConfigurationProfile profile, EnrollmentKind kind, bool? supervised)
    {
        if (!profile.IsEnrollment) throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, $"the profile has no payload {ProfilePayload.MdmType}");
        _mac.Enrollments.RequirePossible(kind);
        return EnrollmentProfile.Read(profile, kind, supervised ?? _mac.Enrollments.Supervises(kind)) with
        {
            IsRemovable = kind != EnrollmentKind.Automated || !_mac.AutomatedEnrollment.ForbidsRemoval,
            IsAwaitingConfiguration = kind == EnrollmentKind.Automated && !_mac.System.IsSetUp,
            Push = new PushAddress(_mac.Random.Uuid(), _mac.Random.Bytes(PushAddress.TokenSize)),
        };
    }

    private bool Try(Action<Enrollment> exchange)
    {
        try
        {
            exchange(_mac.Enrollments.Current!);
            return true;
        }
        catch (MdmServerException error)
        {
            Problem = error.Message;
            return false;
        }
    }

    // A command that failed has changed nothing, also where it failed half way.
    private void UndoCommand()
    {
        _mac.Undo();
        _mac.Forget();
    }

    // What was done so far stays: other runs go on meanwhile.
    private PlistDictionary? Exchange(Enrollment enrollment, ConfigurationProfile profile, PlistDictionary content)
    {
        Problem = null;
        if (!_mac.MdmServer.IsOnline) throw new MdmServerException("the MDM server is offline; bring it back with 'macemu mdm online'");
        if (Transport is not { } transport) throw new MdmServerException(NoWay);
        var message = Message(enrollment, profile, content);
        var reply = _mac.Pause(() => transport(message), keeps: true);
        if (reply.Length == 0) return null;
        try
        {
            return PropertyList.Parse(reply) as PlistDictionary ?? throw Unreadable(enrollment, "a property list that is no dictionary");
        }
        catch (PropertyListException error)
        {
            throw Unreadable(enrollment, $"what is no property list ({error.Message})");
        }
    }

    private MdmMessage Message(Enrollment enrollment, ConfigurationProfile profile, PlistDictionary content)
    {
        var mdm = profile.OfType(ProfilePayload.MdmType).First().Content;
        var identity = IdentityOf(profile, mdm);
        var isCheckIn = content.TryGetString("MessageType", out var name);
        var body = PropertyList.ToXml(content.Sorted());
        return new MdmMessage(
            isCheckIn ? name! : ((PlistString)content["Status"]!).Value,
            new Uri(isCheckIn ? enrollment.CheckInUrl ?? enrollment.ServerUrl : enrollment.ServerUrl),
            isCheckIn ? CheckInType : CommandType,
            body,
            mdm.TryGetBoolean("SignMessage", out var signs) && signs ? Signature(body, identity) : null,
            new MdmTrust(identity, [.. ProfileCertificates.Authorities(profile.Payloads.Concat(_mac.Profiles.OfMac))],
                Pins(profile, mdm, isCheckIn ? CheckInPins : CommandPins)));
    }

    private static X509Certificate2 IdentityOf(ConfigurationProfile profile, PlistDictionary mdm) =>
        mdm.TryGetString("IdentityCertificateUUID", out var uuid)
        && profile.Payloads.FirstOrDefault(payload => payload.Type == ProfilePayload.IdentityType && payload.Uuid == uuid) is { } payload
            ? ProfileCertificates.Identity(payload)
            : throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, $"the profile has no payload {ProfilePayload.IdentityType} of the IdentityCertificateUUID");

    private static List<X509Certificate2> Pins(ConfigurationProfile profile, PlistDictionary mdm, string key) => mdm[key] is not PlistArray uuids ? []
        : [.. uuids.OfType<PlistString>().Select(uuid => ProfileCertificates.Certificate(profile.Payloads.FirstOrDefault(payload => payload.Uuid == uuid.Value)
            ?? throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, $"the profile has no certificate {uuid.Value}, which its {key} names")))];

    private static string Signature(byte[] body, X509Certificate2 identity)
    {
        var envelope = new SignedCms(new ContentInfo(body), detached: true);
        envelope.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, identity) { IncludeOption = X509IncludeOption.EndCertOnly, SignedAttributes = { new Pkcs9SigningTime() } });
        return Convert.ToBase64String(envelope.Encode());
    }

    private PlistDictionary Result(string status) => new() { ["Status"] = status, ["UDID"] = _mac.Machine.HardwareUuid };

    private static string TypeOf(PlistDictionary reply) => reply["Command"] is PlistDictionary command && command.TryGetString("RequestType", out var type) ? type : "?";

    private static MdmServerException Unreadable(Enrollment enrollment, string what) => new($"the MDM server {new Uri(enrollment.ServerUrl).Authority} sends {what}");
}
