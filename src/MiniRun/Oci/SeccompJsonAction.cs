using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Oci;

/// <summary>An action and its error number, in any order: SCMP_ACT_ERRNO with errnoRet, errno or neither.</summary>
internal struct SeccompJsonAction
{
    private SeccompAction? _action;
    private int? _number;
    private int? _named;

    /// <summary>Reads the action's name.</summary>
    public void ReadAction(ref SeccompJsonCursor cursor)
    {
        string name = cursor.Text();
        _action = name switch
        {
            "SCMP_ACT_ALLOW" => SeccompAction.Allow,
            "SCMP_ACT_LOG" => SeccompAction.Log,
            "SCMP_ACT_ERRNO" => SeccompAction.NotPermitted,
            "SCMP_ACT_TRAP" => SeccompAction.Trap,
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => SeccompAction.KillThread,
            "SCMP_ACT_KILL_PROCESS" => SeccompAction.KillProcess,
            "SCMP_ACT_TRACE" => throw cursor.Fail("(SCMP_ACT_TRACE) is not supported: no tracer is attached"),
            "SCMP_ACT_NOTIFY" => throw cursor.Fail("(SCMP_ACT_NOTIFY) is not supported: no process here answers it"),
            _ => throw cursor.Fail($"({name}) is no action"),
        };
    }

    /// <summary>Reads errnoRet.</summary>
    public void ReadNumber(ref SeccompJsonCursor cursor) => _number = (int)cursor.Number(SeccompAction.LargestErrno);

    /// <summary>Reads errno, the name that podman's profiles have beside the number.</summary>
    public void ReadName(ref SeccompJsonCursor cursor)
    {
        string name = cursor.Text();
        for (int number = 1; number < 256; number++)
        {
            if (((Errno)number).Name() == name)
            {
                _named = number;
                return;
            }
        }

        throw cursor.Fail($"({name}) is no error");
    }

    /// <summary>The action, when the object has been read.</summary>
    /// <exception cref="UsageException">There is none, or the error number does not fit it.</exception>
    public readonly SeccompAction Finish(ref SeccompJsonCursor cursor, string field)
    {
        if (_action is not { } action)
        {
            throw cursor.Fail($"has no {field}");
        }

        if ((_number ?? _named) is not { } number)
        {
            return action;
        }

        if (_named is { } named && named != number)
        {
            throw cursor.Fail($"has two different errors for {field}: {number} and {named}");
        }

        return action == SeccompAction.NotPermitted
            ? SeccompAction.Errno(number)
            : throw cursor.Fail($"has an error number, but its {field} returns none");
    }
}
