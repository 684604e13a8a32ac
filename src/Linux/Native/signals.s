# The signal handler of SignalPipe: writes the number of the signal, one byte, to a pipe. It uses nothing but one system
# call and changes nothing but that pipe, so it may interrupt anything (signal-safety(7)). When the pipe is full, the
# signal is lost, as a second pending signal of the same number would be.

    .text
    .globl minirun_signal_handler_of
minirun_signal_handler_of:              # (int pipe): where to write; answers the handler's address
    movl    %edi, pipe(%rip)
    leaq    handler(%rip), %rax
    ret

handler:                                # (int signal)
    pushq   %rdi                        # the byte to write; x86-64 is little-endian
    movl    pipe(%rip), %edi
    movq    %rsp, %rsi
    movl    $1, %edx
    movl    $1, %eax                    # write
    syscall
    popq    %rdi
    ret

    .bss
    .align  4
pipe:
    .zero   4
    .section .note.GNU-stack,"",@progbits
