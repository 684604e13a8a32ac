using MiniRun.Linux;

namespace MiniRun.Rootfs.Samples;

/// <summary>A root file system that is known by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Root">The directory, absolute.</param>
/// <param name="Config">What its configuration says.</param>
public sealed record Sample(string Name, string Root, SampleConfig Config);

/// <summary>The sample root file systems: recipes that came with MiniRun, and what has been built from them.</summary>
/// <param name="store">Directory of the built ones, <c>NAME/rootfs</c> in it; made when the first is built.</param>
/// <param name="recipes">Directories searched for <c>NAME.conf</c> and <c>NAME.sh</c>, the first that has it counts.</param>
public sealed class SampleStore(string store, IReadOnlyList<string> recipes)
{
    /// <summary>Where everything of MiniRun that outlives a container is kept by root.</summary>
    public const string SystemDirectory = "/var/lib/minirun";

    private const int LongestConfig = 64 * 1024;

    /// <summary>The sample, built first if it has not been.</summary>
    /// <exception cref="RootfsException">There is none of this name, or its recipe failed.</exception>
    public Sample Get(string name)
    {
        string directory = FindRecipe(name) ?? throw Unknown(name);
        SampleConfig config = SampleConfig.Parse(name, Files.ReadText($"{directory}/{name}.conf", LongestConfig));
        if (config.Root is not null)
        {
            return new Sample(name, config.Root, config);
        }

        string root = $"{store}/{name}/rootfs";
        if (!Files.Exists(root))
        {
            SampleBuilder.Build(name, $"{directory}/{name}.sh", $"{store}/{name}");
        }

        return new Sample(name, root, config);
    }

    /// <summary>The names there are recipes for, sorted.</summary>
    public IReadOnlyList<string> Names()
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (string directory in recipes)
        {
            int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0, out _);
            if (descriptor < 0)
            {
                continue;
            }

            using FileDescriptor opened = new(descriptor);
            foreach ((string file, _) in DirectoryEntries.Read(opened, directory))
            {
                if (file.EndsWith(".conf", StringComparison.Ordinal) && IsName(file[..^".conf".Length]))
                {
                    names.Add(file[..^".conf".Length]);
                }
            }
        }

        return [.. names];
    }

    /// <summary>Whether a word can be the name of a sample: it becomes part of a path.</summary>
    public static bool IsName(string word)
    {
        if (word.Length is 0 or > 64 || !char.IsAsciiLetterOrDigit(word[0]))
        {
            return false;
        }

        foreach (char c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private string? FindRecipe(string name)
    {
        if (!IsName(name))
        {
            return null;
        }

        foreach (string directory in recipes)
        {
            if (Files.Exists($"{directory}/{name}.conf"))
            {
                return directory;
            }
        }

        return null;
    }

    private RootfsException Unknown(string name)
    {
        IReadOnlyList<string> names = Names();
        string which = names.Count == 0
            ? $"no sample is installed (looked in {string.Join(", ", recipes)})"
            : $"the samples are {string.Join(", ", names)}";
        return new RootfsException($"image `{name}`: {which}", "a directory with a root file system is given by --rootfs DIR");
    }
}
