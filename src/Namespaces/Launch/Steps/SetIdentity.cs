using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Becomes the user the program runs as, keeping capabilities for the steps that follow.</summary>
public sealed class SetIdentity(uint uid, uint gid, IReadOnlyList<uint> groups) : ChildStep
{
    private const int PR_SET_KEEPCAPS = 8;

    /// <inheritdoc/>
    public override string Operation => "become the user";

    /// <inheritdoc/>
    public override string Argument => $"{uid}:{gid}";

    /// <inheritdoc/>
    public override string Why => "Groups first, then the group, then the user: in another order the right to change them is gone too early.";

    /// <inheritdoc/>
    public override string Manual => "setresuid(2), setgroups(2), credentials(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // setpriv(1) does it when the program is started

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno == Errno.EINVAL ? "the id is not mapped in the user namespace" : null;

    /// <summary>The options of setpriv(1) for the same.</summary>
    public string SetprivOptions =>
        $"--reuid={uid} --regid={gid} {(groups.Count == 0 ? "--clear-groups" : $"--groups={string.Join(',', groups)}")}";

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Span<byte> list = stackalloc byte[groups.Count * sizeof(uint)];
        for (int i = 0; i < groups.Count; i++)
        {
            BitConverter.TryWriteBytes(list[(i * sizeof(uint))..], groups[i]);
        }

        writer.Call(SystemCall.setgroups, groups.Count, groups.Count == 0 ? 0 : writer.Bytes(list));
        writer.Call(SystemCall.setresgid, gid, gid, gid);
        if (uid != 0)
        {
            writer.Call(SystemCall.prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0);
        }

        writer.Call(SystemCall.setresuid, uid, uid, uid);
    }
}
