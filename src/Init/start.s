# The only assembly of the freestanding program: the entry point the kernel jumps to, and one system call stub.
# x86-64 System V ABI; system call convention in syscall(2), "Architecture calling conventions".

        .intel_syntax noprefix
        .text

# The kernel enters with rsp -> argc, argv..., NULL, envp..., NULL. Hand that address to C# on an aligned stack.
        .globl  _start
_start: xor     ebp, ebp
        mov     rdi, rsp
        and     rsp, -16
        call    minirun_init_main
        ud2

# nint syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f)
        .globl  minirun_syscall
minirun_syscall:
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        mov     rdx, rcx
        mov     r10, r8
        mov     r8, r9
        mov     r9, [rsp + 8]
        syscall
        ret

# What the AOT compiler emits around stack buffers: it compares this word on return and calls the other on a mismatch.
        .globl  RhpFallbackFailFast
RhpFallbackFailFast:
        ud2

# In the code's first page, so that a waiting init needs no other.
        .globl  __security_cookie
        .balign 8
__security_cookie:
        .quad   0x5f6d696e6972756e

        .section .note.GNU-stack, "", @progbits
