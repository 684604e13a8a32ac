using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes the new root "/" and lets the old one go.</summary>
public sealed class PivotRoot : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "pivot_root into";

    /// <inheritdoc/>
    public override string Argument => "the new root";

    /// <inheritdoc/>
    public override string Why =>
        "chroot only moves a process's idea of \"/\" and can be walked out of; pivot_root moves the root of the mount namespace, "
        + "and once the old root is detached there is nowhere to go back to.";

    /// <inheritdoc/>
    public override string Manual => "pivot_root(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell =>
    [
        "# We will stand in the old root, so its tools still run from there after it is detached; but nothing finds their",
        "# libraries by an absolute path then.",
        "LOADER=.$(readlink -f /lib64/ld-linux-x86-64.so.2)",
        "LIBRARIES=$(ldd \"$(command -v setpriv)\" | sed -n 's|.*=> \\(/.*\\)/.*|.\\1|p' | sort -u | tr '\\n' :)",
        "host() { \"$LOADER\" --library-path \"$LIBRARIES\" \"./usr/bin/$@\"; }",
        "mkdir \"$ROOT\"/.old && cd \"$ROOT\" && pivot_root . .old && cd /.old",
        "host umount --no-mtab -l /.old && host rmdir /.old",
        "ROOT=",
    ];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Argument here = writer.Text(".");
        writer.Call(SystemCall.fchdir, writer.Slots.Root);
        writer.Call(SystemCall.pivot_root, here, here); // stacks the old root on the new one: no directory for it is needed
        writer.Call(SystemCall.umount2, here, Mount.MNT_DETACH);
        writer.Call(SystemCall.chdir, writer.Text("/"));
    }
}
