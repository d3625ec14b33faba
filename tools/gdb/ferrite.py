# SPDX-License-Identifier: MIT
"""gdb's side of `ferrite run --gdb`, and of any session on a machine process.

ferrite-prepare STEP WATCH   stop just before step STEP; 0: when a module is loaded
ferrite-step N               stop just before step N
ferrite-watch ADDRESS        stop when module code changes the byte at a canonical address
ferrite-address ADDRESS      the process' own address of a canonical one (0xffff888…)
"""
import gdb
import os

DIRECT_MAP = 0xffff888000000000
VMALLOC = 0xffffc90000000000
MEMMAP = 0xffffea0000000000
MACHINE = "ferrite-machine"
# Functions that write for their caller: a watched byte that they change was changed by him.
WRITERS = ("mem", "str", "ferrite_", "copy_from_user", "__copy", "_copy", "sprintf", "snprintf",
           "vsnprintf", "scnprintf", "sscanf", "raw_copy", "arch_user", "wire_user", "sg_", "bitmap",
           "__mem", "list_", "get_random")


def say(text):
    gdb.write("ferrite: %s\n" % text)


def value(expression):
    return int(gdb.parse_and_eval(expression))


def host_address(address):
    """A canonical kernel address as this process has it."""
    for start, end, base in ((MEMMAP, MEMMAP + (1 << 40), "arch_memmap_base"),
                             (VMALLOC, VMALLOC + (1 << 45), "arch_vmalloc_base"),
                             (DIRECT_MAP, VMALLOC, "arch_direct_base")):
        if start <= address < end:
            return address - start + value("(unsigned long)" + base)
    return address


def module_file(frame):
    """The module's file when the frame runs its code."""
    name = gdb.current_progspace().solib_name(frame.pc())
    if name and name.endswith(".so") and frame.find_sal().symtab is not None \
            and os.path.basename(os.path.dirname(name)).startswith("ferrite"):
        return name
    return None


def innermost_module_frame():
    frame = gdb.newest_frame()
    while frame is not None:
        if module_file(frame) and "/include/" not in frame.find_sal().symtab.fullname():
            return frame
        frame = frame.older()
    return None


def select_module_frame():
    frame = innermost_module_frame()
    if frame is not None:
        frame.select()
    return frame


def where(frame):
    """The line that was last at work: a watchpoint stops behind it."""
    newest = frame == gdb.newest_frame()
    sal = gdb.find_pc_line(frame.pc() - 1) if newest else frame.find_sal()
    return "%s at %s:%d" % (frame.name(), sal.symtab.filename, sal.line)


def changed_by_module():
    """Is the running code a module's, or a function that writes on behalf of one?"""
    frame = gdb.newest_frame()
    while frame is not None:
        if module_file(frame):
            return True
        name = frame.name() or ""
        if not name.startswith(WRITERS):
            return False
        frame = frame.older()
    return False


class Watch(gdb.Breakpoint):
    def __init__(self, address):
        self.address = address
        super().__init__("*(unsigned char *)%#x" % host_address(address),
                         gdb.BP_WATCHPOINT, gdb.WP_WRITE)
        self.silent = True

    def stop(self):
        return changed_by_module()


class Step(gdb.Breakpoint):
    """--step: the core calls this function just before the awaited step."""

    def __init__(self, watch):
        super().__init__("ferrite_step_reached")
        self.silent = True
        self.watch = watch
        self.number_reached = 0

    def stop(self):
        self.number_reached = value("step")
        return True


class Loaded(gdb.Breakpoint):
    def __init__(self):
        super().__init__("ferrite_module_loaded")
        self.silent = True


def tell_stop(event):
    """Say where the machine stands, in terms of the module's source."""
    if isinstance(event, gdb.SignalEvent):
        select_module_frame()
        return
    if not isinstance(event, gdb.BreakpointEvent):
        return
    for b in event.breakpoints:
        frame = select_module_frame()
        if isinstance(b, Step) and frame is not None:
            say("just before step %d, in %s" % (b.number_reached, where(frame)))
            if b.watch:
                Watch(b.watch)
                b.watch = 0
                say("continue to stop where the byte is damaged")
            gdb.execute("frame")
        elif isinstance(b, Loaded):
            say("%s is loaded, none of its code has run: set breakpoints, then continue"
                % gdb.parse_and_eval("name").string())
        elif isinstance(b, Watch) and frame is not None:
            say("the byte at %#x was changed in %s" % (b.address, where(frame)))
            gdb.execute("frame")


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def leave(pid):
    """The machine ended; or gdb let go of it, and is perhaps about to quit itself."""
    if alive(pid):
        say("the machine goes on without a debugger")
        return
    say("the machine has ended")
    gdb.post_event(lambda: gdb.execute("quit"))


class Prepare(gdb.Command):
    """What stands between attaching to a machine that waits for us and letting it go."""

    def __init__(self):
        super().__init__("ferrite-prepare", gdb.COMMAND_RUNNING)

    def invoke(self, words, from_tty):
        step, watch = (int(w, 0) for w in words.split())
        gdb.execute("set confirm off")
        gdb.execute("set breakpoint pending on")
        gdb.execute("set print thread-events off")
        if not os.isatty(0):
            gdb.execute("set width 0")
        pid = gdb.selected_inferior().pid
        gdb.events.exited.connect(lambda event: leave(pid))
        gdb.events.stop.connect(tell_stop)
        if step:
            Step(watch)
        else:
            Loaded()


class StepCommand(gdb.Command):
    def __init__(self):
        super().__init__("ferrite-step", gdb.COMMAND_RUNNING)

    def invoke(self, words, from_tty):
        gdb.execute("call (void)ferrite_step_await(%d)" % int(words, 0))
        if not any(isinstance(b, Step) for b in gdb.breakpoints()):
            Step(0)


class WatchCommand(gdb.Command):
    def __init__(self):
        super().__init__("ferrite-watch", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, words, from_tty):
        Watch(int(gdb.parse_and_eval(words)))


class AddressCommand(gdb.Command):
    def __init__(self):
        super().__init__("ferrite-address", gdb.COMMAND_DATA)

    def invoke(self, words, from_tty):
        gdb.write("%#x\n" % host_address(int(gdb.parse_and_eval(words))))


Prepare()
StepCommand()
WatchCommand()
AddressCommand()
