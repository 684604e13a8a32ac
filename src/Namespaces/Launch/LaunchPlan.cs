using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>
/// Everything that starting one container takes, in order. The container is made from it, and so are <c>--plan</c>,
/// <c>--explain</c> and the error messages: there is no second list.
/// </summary>
public sealed class LaunchPlan
{
    private const int CLOSE_RANGE_CLOEXEC = 4;

    private readonly List<LaunchStep> steps = new(64);

    /// <summary>The steps in the order in which they are performed.</summary>
    public IReadOnlyList<LaunchStep> Steps => steps;

    /// <summary>Descriptors that the freestanding program gets, from <see cref="PlanFormat.FirstPassedDescriptor"/> on.</summary>
    internal List<Func<FileDescriptor>> PassedDescriptors { get; } = [];

    /// <summary>
    /// The number under which the freestanding program will have <paramref name="descriptor"/>, which is asked for when the
    /// parent's leading steps are done: one of them may make it.
    /// </summary>
    public int Pass(Func<FileDescriptor> descriptor)
    {
        PassedDescriptors.Add(descriptor);
        return PlanFormat.FirstPassedDescriptor + PassedDescriptors.Count - 1;
    }

    /// <summary>Appends a step.</summary>
    public void Add(LaunchStep step) => steps.Add(step);

    /// <summary>How many steps at the beginning are the parent's, done before anything is started.</summary>
    internal int LeadingParentSteps
    {
        get
        {
            int count = 0;
            while (count < steps.Count && steps[count] is ParentStep)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>
    /// Whether the child begins while the parent performs its leading steps. Not where one of them makes a descriptor that the
    /// child is started with.
    /// </summary>
    internal bool BeginsTogether =>
        PassedDescriptors.Count == 0 && LeadingParentSteps > 0 && steps[LeadingParentSteps] is ChildStep { NeedsParent: false };

    /// <summary>
    /// Compiles the child's steps. Where steps of the parent stand between them, the child waits: the instruction carries
    /// the index of the first of them. So it does for the leading ones, before the first step that needs them.
    /// </summary>
    internal byte[] Compile(PlanWriter writer, bool explain)
    {
        bool isAhead = BeginsTogether;
        // Whatever the caller left open above what is passed - a shell's descriptor 9 on a host directory - ends here.
        writer.BeginStep(LeadingParentSteps);
        writer.Call(SystemCall.close_range, PlanFormat.FirstPassedDescriptor + PassedDescriptors.Count, uint.MaxValue, 0);

        // What is passed was put there by dup2, which clears the flag: the workload must get none of it.
        writer.Call(SystemCall.close_range, PlanFormat.PlanDescriptor, uint.MaxValue, CLOSE_RANGE_CLOEXEC);
        for (int index = LeadingParentSteps; index < steps.Count; index++)
        {
            if (isAhead && steps[index] is not ChildStep { NeedsParent: false })
            {
                writer.BeginStep(0);
                writer.Add(PlanOperation.Wait, default);
                isAhead = false;
            }

            writer.BeginStep(index);
            if (steps[index] is ChildStep child)
            {
                child.Compile(writer);
            }
            else if (steps[index - 1] is ChildStep)
            {
                writer.Add(PlanOperation.Wait, default);
            }
        }

        return writer.Finish(explain);
    }
}
