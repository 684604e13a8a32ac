using MiniRun.Containers.Parsing;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Rootfs.Users;

namespace MiniRun.Containers;

/// <summary>
/// What the flags of <c>run</c> mean: docker's defaults, filled in and checked. Nothing is made here; every complaint about the
/// command line comes before the first change to the machine.
/// </summary>
internal static class SpecBuilder
{
    /// <summary>The specification of the container that <paramref name="options"/> ask for.</summary>
    /// <exception cref="UsageException">A flag that cannot be honoured.</exception>
    /// <exception cref="LinuxException">A file or directory named by a flag cannot be had.</exception>
    public static ContainerSpec Build(RunOptions options)
    {
        if (options.Name is { } name)
        {
            _ = ContainerName.Check("--name", name); // here, before a sample may be built for it
        }

        string id = ContainerId.Random();
        SpecNamespaces namespaces = SpecNamespaces.Parse(options);
        SpecRoot image = SpecRoot.Find(options);
        (string? hostname, string? domainname) = SpecFiles.HostNames(options, namespaces, ContainerId.Short(id));
        ContainerSpec spec = new()
        {
            Id = id,
            Root = image.Root,
            Process = Process(options, namespaces, image, hostname ?? SpecFiles.HostHostname()),
            Hostname = hostname,
            Domainname = domainname,
            Init = InitParser.Parse(options, namespaces),
        };

        namespaces.Apply(spec.Linux);
        SpecFiles.Add(spec, options, namespaces, hostname ?? SpecFiles.HostHostname());
        SpecMounts.Add(spec, options, namespaces, image);
        SpecResources.Add(spec, options);
        SpecSandbox.Add(spec, options, image);
        CapabilitySet available = Available(namespaces.User == NamespaceMode.Private);
        if (CapabilityParser.Lack(options.CapAdd, options.CapDrop, options.Privileged, available) is { } lack)
        {
            spec.Notices.Add(lack);
        }

        return spec;
    }

    private static ProcessSpec Process(RunOptions options, SpecNamespaces namespaces, SpecRoot image, string hostname)
    {
        using FileDescriptor root = Files.Open(image.Root.Path, Fcntl.O_PATH | Fcntl.O_DIRECTORY);
        ResolvedUser user = UserResolver.Resolve(root, options.User, options.GroupAdd);
        string directory = options.Workdir ?? image.Config.WorkingDirectory;
        bool newUser = namespaces.User == NamespaceMode.Private;
        return new ProcessSpec
        {
            Args = Arguments(options, image),
            Env = EnvironmentOf(options, image, hostname, user.Home),
            Cwd = ContainerPath.Normalise("--workdir", directory),
            Terminal = options.Tty,
            Interactive = options.Interactive,
            Uid = user.Uid,
            Gid = user.Gid,
            AdditionalGids = user.Groups,
            Capabilities = CapabilityParser.Parse(options.CapAdd, options.CapDrop, options.Privileged, Available(newUser)),
            NoNewPrivileges = SecurityOptions.Parse(options.SecurityOpt).NoNewPrivileges,
            Rlimits = UlimitParser.Parse(options.Ulimits),
            OomScoreAdj = options.OomScoreAdj is null ? null : (int)Numbers.Parse("--oom-score-adj", options.OomScoreAdj, -1000, 1000),
        };
    }

    // The first process of a user namespace has every capability in it.
    private static CapabilitySet Available(bool newUser) =>
        newUser ? CapabilitySet.All : new CapabilitySet(OwnCapabilities.Permitted() & CapabilitySet.All.Mask);

    private static List<string> Arguments(RunOptions options, SpecRoot image)
    {
        List<string> arguments = [];
        if (!string.IsNullOrEmpty(options.Entrypoint))
        {
            arguments.Add(options.Entrypoint);
        }

        bool useImage = options.Entrypoint is null && options.Command.Count == 0;
        arguments.AddRange(useImage ? image.Config.Command : options.Command);
        return arguments.Count > 0 && arguments[0].Length > 0
            ? arguments
            : throw new UsageException("run", null, "no command given", options.Rootfs is null ? null : "with --rootfs the first word is the command");
    }

    private static IReadOnlyList<string> EnvironmentOf(RunOptions options, SpecRoot image, string hostname, string home)
    {
        EnvironmentParser environment = new();
        environment.Set("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.Set($"HOSTNAME={hostname}");
        if (options.Tty)
        {
            environment.Set("TERM=xterm");
        }

        foreach (string entry in image.Config.Environment)
        {
            environment.Set(entry);
        }

        foreach (string file in options.EnvFiles)
        {
            environment.AddFile(file);
        }

        foreach (string entry in options.Env)
        {
            environment.Add("--env", entry);
        }

        environment.SetDefault("HOME", home);
        return environment.Entries;
    }
}
