// Runs inside the guest: drives the device edu by the kernel's vfio-pci driver, and says what came of it, a line for each step.
// Arguments: the group of the device (/dev/vfio/N) and the device (0000:00:02.0).
#include <fcntl.h>
#include <linux/vfio.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, BUFFER = 0x40000, DMASRC = 0x80, DMADST = 0x88, DMACNT = 0x90, DMACMD = 0x98, IRQRAISE = 0x60, IRQACK = 0x64 };
enum { RUN = 1, FROM_DEVICE = 2, IRQ = 4 };

static const uint64_t GOOD = 0x10000000, READ_ONLY = 0x20000000;
static int container, device, kernel_log;
static uint64_t config, bar;

// Steps that are part of others are told only if they fail.
static void need(int good, const char *step)
{
    if (!good) {
        printf("%s: bad\n", step);
        exit(1);
    }
}

static void check(int good, const char *step)
{
    printf("%s: %s\n", step, good ? "good" : "bad");
    fflush(stdout);
    need(good, step);
}

static void write64(uint64_t offset, uint64_t value) { need(pwrite(device, &value, 8, bar + offset) == 8, "register write"); }

static void write32(uint64_t offset, uint32_t value) { need(pwrite(device, &value, 4, bar + offset) == 4, "register write"); }

static void copy(uint64_t from, uint64_t to, uint64_t command)
{
    uint64_t value = RUN;
    write64(DMASRC, from);
    write64(DMADST, to);
    write64(DMACNT, PAGE);
    write64(DMACMD, RUN | command);
    while (value & RUN)
        need(pread(device, &value, 8, bar + DMACMD) == 8, "register");
}

static void map(void *memory, uint64_t address, uint64_t size, uint32_t flags)
{
    struct vfio_iommu_type1_dma_map map = { .argsz = sizeof map, .flags = flags, .vaddr = (uintptr_t)memory, .iova = address, .size = size };
    check(ioctl(container, VFIO_IOMMU_MAP_DMA, &map) == 0, "map");
}

static void unmap(uint64_t address, uint64_t size)
{
    struct vfio_iommu_type1_dma_unmap unmap = { .argsz = sizeof unmap, .iova = address, .size = size };
    check(ioctl(container, VFIO_IOMMU_UNMAP_DMA, &unmap) == 0 && unmap.size == size, "unmap");
}

static uint64_t region(uint32_t index)
{
    struct vfio_region_info info = { .argsz = sizeof info, .index = index };
    check(ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &info) == 0, "region");
    return info.offset;
}

static int message(void)
{
    struct { struct vfio_irq_set set; int32_t file; } irq = { .file = eventfd(0, 0) };
    irq.set = (struct vfio_irq_set){ sizeof irq, VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER, VFIO_PCI_MSI_IRQ_INDEX, 0, 1 };
    check(ioctl(device, VFIO_DEVICE_SET_IRQS, &irq) == 0, "eventfd");
    return irq.file;
}

static int came(int file)
{
    struct pollfd poll_one = { file, POLLIN, 0 };
    uint64_t count = 0;
    return poll(&poll_one, 1, 10000) == 1 && read(file, &count, 8) == 8 && count == 1;
}

// Waits until the kernel has printed the next fault.
static void fault(void)
{
    char line[8192];
    for (int at = 0; at < 1000; at++) {
        ssize_t length = read(kernel_log, line, sizeof line - 1);
        line[length > 0 ? length : 0] = 0;
        if (strstr(line, "DMAR: [DMA"))
            return;
        if (length <= 0)
            usleep(10000);
    }
    need(0, "a fault that the kernel prints");
}

int main(int argc, char **argv)
{
    uint16_t command;
    unsigned char *memory = mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int group = argc == 3 ? open(argv[1], O_RDWR) : -1, file;
    container = open("/dev/vfio/vfio", O_RDWR);
    kernel_log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
    need(kernel_log >= 0 && lseek(kernel_log, 0, SEEK_END) == 0, "log of the kernel");
    check(group >= 0 && container >= 0 && memory != MAP_FAILED, "open");
    check(ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) == 0 && ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) == 0, "group");
    device = ioctl(group, VFIO_GROUP_GET_DEVICE_FD, argv[2]);
    check(device >= 0, "device");
    config = region(VFIO_PCI_CONFIG_REGION_INDEX);
    bar = region(VFIO_PCI_BAR0_REGION_INDEX);
    check(pread(device, &command, 2, config + 4) == 2, "config");
    command |= 6; // memory and bus master
    check(pwrite(device, &command, 2, config + 4) == 2, "config");

    map(memory, GOOD, 2 * PAGE, VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE);
    for (int at = 0; at < PAGE; at++)
        memory[at] = (unsigned char)(at * 7 + at / 256);
    file = message();
    copy(GOOD, BUFFER, 0);
    copy(BUFFER, GOOD + PAGE, FROM_DEVICE | IRQ);
    check(memcmp(memory, memory + PAGE, PAGE) == 0, "data");
    check(came(file), "message of a copy");
    write32(IRQACK, 0xffffffff);
    write32(IRQRAISE, 1);
    check(came(file), "message of software");

    map(memory + 2 * PAGE, READ_ONLY, PAGE, VFIO_DMA_MAP_FLAG_READ);
    copy(BUFFER, READ_ONLY, FROM_DEVICE);
    fault();
    check(memory[2 * PAGE + 1] == 0, "a page that may only be read");
    copy(READ_ONLY, BUFFER, 0);

    unmap(GOOD, 2 * PAGE);
    memset(memory, 0, 2 * PAGE);
    copy(GOOD, BUFFER, 0);
    fault();
    copy(BUFFER, GOOD, FROM_DEVICE);
    fault();
    check(memory[1] == 0, "a page that was unmapped");
    printf("all is good\n");
    return 0;
}
