namespace MiniRun.Commands;

/// <summary>How a thing looked into stands.</summary>
internal enum Verdict
{
    /// <summary>It works.</summary>
    Works,

    /// <summary>Something optional does not work, or less well.</summary>
    Limited,

    /// <summary>Without it no container can be run.</summary>
    Missing,
}

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="Group">What it belongs to.</param>
/// <param name="Name">What was looked into.</param>
/// <param name="Verdict">How it stands.</param>
/// <param name="Detail">Where or how it was found, or what will not work and why.</param>
internal sealed record Finding(string Group, string Name, Verdict Verdict, string Detail);
