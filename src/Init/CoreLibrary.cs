// The whole core library of the freestanding program: the types that the C# compiler and the AOT compiler demand by name
// and nothing else. There is no runtime behind it - no garbage collector, no exceptions, no strings at run time - so a
// program built on it is exactly its own instructions. Types are empty where only their existence is asked for.

#pragma warning disable CS0169, CS0649, CS8500, IDE0044, IDE0051, IDE0060 // fields and parameters whose shape the compiler dictates

namespace System
{
    public class Object
    {
        private nint methodTable;
    }

    public struct Void;
    public struct Boolean;
    public struct Char;
    public struct SByte;
    public struct Byte;
    public struct Int16;
    public struct UInt16;
    public struct Int32;
    public struct UInt32;
    public struct Int64;
    public struct UInt64;
    public struct IntPtr;
    public struct UIntPtr;
    public struct Single;
    public struct Double;
    public abstract class ValueType;
    public abstract class Enum : ValueType;
    public struct Nullable<T> where T : struct;
    public abstract class Delegate;
    public abstract class MulticastDelegate : Delegate;
    public struct RuntimeTypeHandle;
    public struct RuntimeMethodHandle;
    public struct RuntimeFieldHandle;
    public abstract class Array;
    public class Exception;
    public class Attribute;
    public class Type;
    public sealed class ParamArrayAttribute : Attribute;
    public sealed class FlagsAttribute : Attribute;

    public sealed class String
    {
        public readonly int Length;
    }

    public enum AttributeTargets
    {
        All = 32767,
    }

    public sealed class AttributeUsageAttribute : Attribute
    {
        public AttributeUsageAttribute(AttributeTargets validOn)
        {
        }

        public bool AllowMultiple { get => false; set { } }

        public bool Inherited { get => false; set { } }
    }

    /// <summary>A view of constant bytes in the executable: what a <c>"…"u8</c> literal is.</summary>
    public readonly unsafe ref struct ReadOnlySpan<T>
    {
        private readonly ref T reference;
        private readonly int length;

        public ReadOnlySpan(void* pointer, int length)
        {
            this.reference = ref *(T*)pointer;
            this.length = length;
        }

        /// <summary>Asked for by the C# compiler, called by nobody: there are no arrays without a heap.</summary>
        public ReadOnlySpan(T[] array, int start, int length)
        {
            this.length = 0;
        }

        public int Length => this.length;

        /// <summary>The address of the first byte; the data is static, so it never moves.</summary>
        public ref readonly T GetPinnableReference() => ref this.reference;
    }
}

namespace System.Reflection
{
    public sealed class DefaultMemberAttribute : Attribute
    {
        public DefaultMemberAttribute(string name)
        {
        }
    }
}

namespace System.Runtime
{
    /// <summary>Binds an <c>InternalCall</c> to a symbol that the linker finds in another object file.</summary>
    internal sealed class RuntimeImportAttribute : Attribute
    {
        public RuntimeImportAttribute(string library, string entry)
        {
        }
    }

    /// <summary>Gives a method a name that the assembly stub can call.</summary>
    internal sealed class RuntimeExportAttribute : Attribute
    {
        public RuntimeExportAttribute(string entry)
        {
        }
    }
}

namespace System.Runtime.CompilerServices
{
    public enum MethodImplOptions
    {
        NoInlining = 0x0008,
        AggressiveInlining = 0x0100,
        InternalCall = 0x1000,
    }

    public sealed class MethodImplAttribute : Attribute
    {
        public MethodImplAttribute(MethodImplOptions options)
        {
        }
    }

    public static class RuntimeFeature
    {
        public const string ByRefFields = nameof(ByRefFields);
        public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
        public const string NumericIntPtr = nameof(NumericIntPtr);
    }

    public sealed class RuntimeHelpers;
    public sealed class IsReadOnlyAttribute : Attribute;
    public sealed class IsByRefLikeAttribute : Attribute;
    public sealed class IsUnmanagedAttribute : Attribute;
    public sealed class CompilerGeneratedAttribute : Attribute;
    public sealed class UnsafeValueTypeAttribute : Attribute;
    public sealed class SkipLocalsInitAttribute : Attribute;

    public sealed class FixedBufferAttribute : Attribute
    {
        public FixedBufferAttribute(Type elementType, int length)
        {
        }
    }
}

namespace System.Runtime.InteropServices
{
    public enum LayoutKind
    {
        Sequential = 0,
        Explicit = 2,
        Auto = 3,
    }

    public sealed class StructLayoutAttribute : Attribute
    {
        public int Pack;
        public int Size;

        public StructLayoutAttribute(LayoutKind kind)
        {
        }
    }

    public sealed class InAttribute : Attribute;
}

namespace Internal.Runtime.CompilerHelpers
{
    /// <summary>The AOT compiler resolves this type by name; nothing here is called.</summary>
    internal static class StartupCodeHelpers
    {
        [System.Runtime.RuntimeExport("RhpReversePInvoke")]
        private static void ReversePInvoke(nint frame)
        {
        }

        [System.Runtime.RuntimeExport("RhpReversePInvokeReturn")]
        private static void ReversePInvokeReturn(nint frame)
        {
        }
    }
}
