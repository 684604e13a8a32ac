namespace MiniRun.Linux;

/// <summary>Numbers of signals on x86-64; <c>signal(7)</c>.</summary>
public static class SignalNumber
{
#pragma warning disable CS1591 // the names are the kernel's own
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;
    public const int SIGTSTP = 20;
    public const int SIGWINCH = 28;
#pragma warning restore CS1591
}
