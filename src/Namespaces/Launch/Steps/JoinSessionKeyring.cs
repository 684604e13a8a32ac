using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Gives the container an empty session keyring of its own.</summary>
public sealed class JoinSessionKeyring : ChildStep
{
    private const int KEYCTL_JOIN_SESSION_KEYRING = 1;

    /// <inheritdoc/>
    public override bool NeedsParent => false;

    /// <inheritdoc/>
    public override string Operation => "join a new session keyring";

    /// <inheritdoc/>
    public override string Why => "Keys are not namespaced: with the caller's keyring the container could read the caller's keys.";

    /// <inheritdoc/>
    public override string Manual => "keyctl(2), session-keyring(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => ["# keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer) =>
        writer.Call(SystemCall.keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0).Tolerating(Errno.ENOSYS); // no keys in this kernel: none to leak
}
