using Vtd.Machine.Bus;
using Vtd.Machine.CommandLine;
using Vtd.Runtime;

namespace Vtd.Machine.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("-foo", "-foo: there is no such option")]
    [InlineData("--foo", "--foo: there is no such option")]
    [InlineData("foo", "'foo' is no option")]
    [InlineData("-kernel vmlinuz", "-kernel: there is no such option")]
    [InlineData("-m", "-m: something has to follow it")]
    [InlineData("-m 1x", "-m: '1x' is no size from 1 MByte to 1 TByte")]
    [InlineData("-m 2048G", "-m: '2048G' is no size from 1 MByte to 1 TByte")]
    [InlineData("-M pc", "-machine: there is no machine 'pc', only q35 and none")]
    [InlineData("-M q35,foo=1", "-M q35: there is no property 'foo'")]
    [InlineData("-M none -device edu", "-device: the machine 'none' has no place for devices")]
    [InlineData("-device e1000", "-device: there is no device 'e1000', only intel-iommu, isa-serial, edu and iommu-testdev")]
    [InlineData("-device isa-serial", "-device isa-serial: it needs chardev=ID of a -chardev null")]
    [InlineData("-chardev null,id=a -device isa-serial,chardev=a,iobase=1", "-device isa-serial: there is no property 'iobase'")]
    [InlineData("-chardev null,id=a -device isa-serial,chardev=a -device isa-serial,chardev=a", "-device: there can be only one isa-serial")]
    [InlineData("-chardev pty,id=a", "-chardev: there is no 'pty', only socket, stdio and null")]
    [InlineData("-device edu,foo=1", "-device edu: there is no property 'foo'")]
    [InlineData("-device edu,addr=20", "-device edu: addr is '20', but has to be a device from 0 to 1f and perhaps a function from 0 to 7")]
    [InlineData("-device edu,addr=1.8", "-device edu: addr is '1.8', but has to be a device from 0 to 1f and perhaps a function from 0 to 7")]
    [InlineData("-device edu,bus=pci.1", "-device edu: bus is 'pci.1', but has to be pcie.0")]
    [InlineData("-device edu,dma_mask=x", "-device edu: dma_mask is 'x', but has to be a number")]
    [InlineData("-device intel-iommu,foo=on", "-device intel-iommu: there is no property 'foo'")]
    [InlineData("-device intel-iommu,pt=maybe", "-device intel-iommu: pt is 'maybe', but has to be on or off")]
    [InlineData("-device intel-iommu,aw-bits=40", "-device intel-iommu: aw-bits is '40', but has to be 39 or 48")]
    [InlineData("-device intel-iommu,aw-bits=39,scalable-mode=on,fsts=on", "-device intel-iommu: aw-bits is '39', but has to be 48 with first-stage translation")]
    [InlineData("-device intel-iommu,x-flts=on", "-device intel-iommu: first-stage translation needs scalable mode")]
    [InlineData("-device intel-iommu,x-pasid-mode=on", "-device intel-iommu: requests with PASID need scalable mode")]
    [InlineData("-device intel-iommu,eim=on,intremap=off", "-device intel-iommu: eim=on needs intremap=on")]
    [InlineData("-device intel-iommu,scalable-mode=on,dma-drain=off", "-device intel-iommu: scalable mode needs dma-drain=on")]
    [InlineData("-device intel-iommu,x-scalable-mode=on,x-pasid-mode=on,device-iotlb=on --qemu 10.2", "-device intel-iommu: requests with PASID and device TLBs do not go together")]
    [InlineData("-device intel-iommu,scalable-mode=on,flts=on --qemu 11.1.3", "-device intel-iommu: QEMU 11.1.3 has no property 'flts'")]
    [InlineData("-device intel-iommu,scalable-mode=on,fsts=on,pasid-bits=20,svm=on", "-device intel-iommu: svm=on needs first-stage translation, device TLBs and requests with PASID")]
    [InlineData("-device intel-iommu,scalable-mode=on,fsts=on,device-iotlb=on,svm=on", "-device intel-iommu: svm=on needs first-stage translation, device TLBs and requests with PASID")]
    [InlineData("-device intel-iommu,scalable-mode=on,pasid-bits=20,device-iotlb=on,svm=on", "-device intel-iommu: svm=on needs first-stage translation, device TLBs and requests with PASID")]
    [InlineData("-device intel-iommu,scalable-mode=on,pasid-bits=21", "-device intel-iommu: pasid-bits is '21', but has to be at most 20")]
    [InlineData("-device intel-iommu,aw-bits=57", "-device intel-iommu: aw-bits is '57', but has to be 39 or 48")]
    [InlineData("-device intel-iommu,pt=on --qemu 11.1.3", "-device intel-iommu: QEMU 11.1.3 has no property 'pt'")]
    [InlineData("-device intel-iommu,dma-drain=on --qemu 11.1.3", "-device intel-iommu: QEMU 11.1.3 has no property 'dma-drain'")]
    [InlineData("-device intel-iommu,x-buggy-eim=on --qemu 11.1.3", "-device intel-iommu: QEMU 11.1.3 has no property 'x-buggy-eim'")]
    [InlineData("-device intel-iommu,x-scalable-mode=on --qemu 11.1.3", "-device intel-iommu: QEMU 11.1.3 has no property 'x-scalable-mode'")]
    [InlineData("-device intel-iommu,x-flts=off --qemu 11.1.3", "-device intel-iommu: QEMU 11.1.3 has no property 'x-flts'")]
    [InlineData("-device intel-iommu,x-pasid-mode=off --qemu 11.1.3", "-device intel-iommu: QEMU 11.1.3 has no property 'x-pasid-mode'")]
    [InlineData("-device intel-iommu,scalable-mode=on --qemu 10.0.2", "-device intel-iommu: QEMU 10.0.2 has no property 'scalable-mode'")]
    [InlineData("-device intel-iommu,fsts=off --qemu 10.0.2", "-device intel-iommu: QEMU 10.0.2 has no property 'fsts'")]
    [InlineData("-device intel-iommu,pasid-bits=8 --qemu 10.0.2", "-device intel-iommu: QEMU 10.0.2 has no property 'pasid-bits'")]
    [InlineData("-device intel-iommu,svm=off --qemu 10.0.2", "-device intel-iommu: QEMU 10.0.2 has no property 'svm'")]
    [InlineData("-device intel-iommu,x-flts=off --qemu 7.2", "-device intel-iommu: QEMU 7.2.0 has no property 'x-flts'")]
    [InlineData("-device intel-iommu,fs1gp=off --qemu 7.2", "-device intel-iommu: QEMU 7.2.0 has no property 'fs1gp'")]
    [InlineData("-device intel-iommu,stale-tm=on --qemu 7.2", "-device intel-iommu: QEMU 7.2.0 has no property 'stale-tm'")]
    [InlineData("-device intel-iommu -device intel-iommu", "-device: there can be only one intel-iommu")]
    [InlineData("-qtest tcp:1", "-qtest: 'tcp:1' is neither unix:PATH nor stdio nor chardev:ID of a -chardev")]
    [InlineData("-mon chardev=a,mode=control", "-qmp: 'chardev:a' is neither unix:PATH nor stdio nor chardev:ID of a -chardev")]
    [InlineData("-chardev socket,id=a", "-chardev socket: only Unix sockets are known: it has no path")]
    [InlineData("-chardev stdio", "-chardev stdio: it has no id")]
    [InlineData("-vga std", "-vga: the machine has no vga, so it can only be none, not 'std'")]
    [InlineData("-rtc base=soon", "-rtc soon: base is 'soon', but has to be utc, localtime or a date such as 2006-06-17T16:01:21")]
    [InlineData("--quirks xen", "-quirks: 'xen' has to be qemu or none")]
    [InlineData("--qemu new", "-qemu: 'new' is no release such as 7.2")]
    public void WhatItDoesNotKnowIsNamed(string line, string message) =>
        Assert.Equal(message, Assert.Throws<UnusableOptionException>(() => Parse(line)).Message);

    [Fact]
    public void WhatQEMUsTestLibraryPassesIsUnderstood()
    {
        var options = Parse(
            "-qtest unix:a.sock -qtest-log /dev/null -chardev socket,path=a.qmp,id=char0 -mon chardev=char0,mode=control "
            + "-display none -audio none -run-with exit-with-parent=on -M q35 -device intel-iommu,x-scalable-mode=on,x-flts=on -accel qtest");
        Assert.Equal([new ServerSocket(SocketKind.Client, "a.sock")], options.Qtest);
        Assert.Equal([new ServerSocket(SocketKind.Client, "a.qmp")], options.Qmp);
        Assert.Equal((ClockKind.Stepped, null, true), (options.Machine.Clock, options.QtestLog, options.Machine.HasMachine));
        Assert.Equal((true, true), (options.Machine.Iommu!.ScalableMode, options.Machine.Iommu.FirstStage));
    }

    [Fact]
    public void WhatStartsDebiansQEMUIsUnderstood()
    {
        var options = Parse(
            "-machine q35 -accel tcg -icount shift=0,sleep=off -bios HALT.bin -nodefaults -display none -m 256 "
            + "-device intel-iommu,intremap=on,caching-mode=on -device edu,addr=3 -qtest unix:a -qtest-log /dev/null -qmp unix:b,server=on,wait=off");
        Assert.Equal((ClockKind.Jumping, 256UL << 20), (options.Machine.Clock, options.Machine.MemorySize));
        Assert.Equal([new ServerSocket(SocketKind.Server, "b")], options.Qmp);
        Assert.Equal([new EduOptions(3, 0)], options.Machine.Devices);
    }

    [Theory]
    [InlineData("-device intel-iommu", null)]
    [InlineData("--quirks qemu -device intel-iommu", "11.1.3")]
    [InlineData("--quirks qemu --qemu 7.2 -device intel-iommu", "7.2.0")]
    [InlineData("-device intel-iommu,quirks=on --qemu 10.0.2", "10.0.2")]
    [InlineData("--quirks qemu -device intel-iommu,quirks=off", null)]
    public void TheArchitectureUnlessQuirksAreAskedFor(string line, string? release) =>
        Assert.Equal(release is null ? UnitQuirks.None : QuirkCatalog.OfQemu(new(release)), Parse(line).Machine.Iommu!.Quirks);

    [Fact]
    public void PropertiesOfAllReleasesAreTakenUnlessOneIsGiven()
    {
        var older = Parse("-device intel-iommu,x-scalable-mode=on,x-flts=on,x-pasid-mode=on,pt=off").Machine.Iommu!;
        var newer = Parse("-device intel-iommu,scalable-mode=on,fsts=on,pasid-bits=20,device-iotlb=on,svm=on").Machine.Iommu!;

        Assert.Equal((true, true, 8, false), (older.ScalableMode, older.FirstStage, older.PasidBits, older.PassThrough));
        Assert.Equal((true, true, 20, true), (newer.ScalableMode, newer.FirstStage, newer.PasidBits, newer.SharedMemory));
    }

    [Fact]
    public void TwoDevicesAtOnePlaceAreRefused() =>
        Assert.Equal(
            "-device: there is a function at 03.0 already",
            Assert.Throws<UnusableOptionException>(() => new Q35Machine(Parse("-device edu,addr=3 -device edu,addr=3").Machine)).Message);

    private static ServerOptions Parse(string line) => QemuCommandLine.Parse(line.Split(' '));
}
