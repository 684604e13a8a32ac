using MiniRun.Linux;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Containers.Planning.Steps;

/// <summary>Writes one of the small files of /etc that belong to the container rather than to its image.</summary>
internal sealed class WriteGeneratedFile(string path, GeneratedFile file, UserNamespace? users) : ParentStep
{
    /// <inheritdoc/>
    public override string Operation => $"write {file.Destination} to";

    /// <inheritdoc/>
    public override string Argument => path;

    /// <inheritdoc/>
    public override string Why => "Its own host name and name service: bound over the image's file, so the image stays as it is.";

    /// <inheritdoc/>
    public override string Manual => file.Destination switch
    {
        "/etc/hosts" => "hosts(5)",
        "/etc/hostname" => "hostname(5)",
        _ => "resolv.conf(5)",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Shell =>
        [$"printf %s {ShellText.Quote(file.Content)} > {ShellText.Quote(path)}", $"chmod 644 {ShellText.Quote(path)}"];

    /// <inheritdoc/>
    public override void Run(int child)
    {
        StateFile.Write(path, file.Content, 0x1A4);
        if (users is null)
        {
            return;
        }

        using FileDescriptor written = Files.Open(path, Fcntl.O_WRONLY | Fcntl.O_NOFOLLOW);
        if (LibC.fchown(written.Number, users.HostUid(0), users.HostGid(0)) != 0)
        {
            throw new LinuxException("give to the container's root", path, LibC.LastError);
        }
    }
}
