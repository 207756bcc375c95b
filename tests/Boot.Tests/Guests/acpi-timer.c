// Runs inside the guest: enables the interrupt of ACPI's timer, which the kernel does not use: it counts the interrupt and disables it again.
#include <sys/io.h>

enum { PM1_ENABLE = 0x602, TIMER = 1 };

int main(void)
{
    if (ioperm(PM1_ENABLE, 2, 1) != 0)
        return 1;
    outw(TIMER, PM1_ENABLE);
    return 0;
}
