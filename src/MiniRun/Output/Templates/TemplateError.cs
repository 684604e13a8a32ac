namespace MiniRun.Output.Templates;

/// <summary>What is wrong with a template: always an error of whoever typed it.</summary>
internal static class TemplateError
{
    /// <summary>A mistake of syntax, with where it is.</summary>
    /// <param name="position">Index of the character in the template, from 0.</param>
    /// <param name="near">The text there.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="hint">What to do about it.</param>
    public static UsageException Syntax(int position, string near, string reason, string? hint = null) =>
        new("template", near, $"{reason} at character {position + 1}", hint);

    /// <summary>A mistake that shows when the template meets the data.</summary>
    public static UsageException Execution(string subject, string reason, string? hint = null) => new("template", subject, reason, hint);
}
