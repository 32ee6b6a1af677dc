package io.rickyard.bench;

import io.rickyard.systemtests.fault.FaultPlan;
import io.rickyard.systemtests.fault.FaultRun;
import io.rickyard.systemtests.fault.SmallDisk;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The fault tests for as long as one likes; run it through {@code infra/bench/faults}. */
@Command(
    name = "infra/bench/faults",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs an installation with a process for each part under load, kills and stops the parts and",
      "fills their disks in an order that the seed decides, and says what did not hold."
    },
    footer = {"", "Exit codes: 0 everything held, 1 something did not, 2 wrong usage."})
public final class Faults implements Callable<Integer> {

  @Option(names = "--root", required = true, hidden = true)
  private Path root = Path.of(".");

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How long rounds of faults are begun; the last one is finished (default:"
              + " ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Repeats the plan of an earlier run; by default a new one, which is printed.")
  private long seed = System.nanoTime() % 1_000_000;

  @Option(
      names = "--per-second",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many tasks are asked for in a second (default: ${DEFAULT-VALUE}).")
  private int perSecond;

  @Option(
      names = "--only",
      paramLabel = "KIND",
      split = ",",
      description = "Which faults there are: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<FaultPlan.Kind> kinds = EnumSet.allOf(FaultPlan.Kind.class);

  private Faults() {}

  /** Runs them; ends with one of the exit codes that the help text names. */
  public static void main(String[] arguments) {
    var command = new CommandLine(new Faults()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (kinds.contains(FaultPlan.Kind.FULL_DISK) && !SmallDisk.possible()) {
      System.out.println("no disk is filled: file systems may not be mounted here");
      kinds.remove(FaultPlan.Kind.FULL_DISK);
    }
    var work = WorkDirectory.create("rickyard-faults");
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    var report =
        FaultRun.run(
            new FaultRun.Settings(
                root.toRealPath(),
                work.path(),
                seed,
                perSecond,
                kinds,
                () -> System.nanoTime() - until < 0,
                System.out));
    tell(report);
    if (report.broken().isEmpty()) {
      work.remove();
      return 0;
    }
    System.out.println("logs and data are kept in " + work.path());
    return 1;
  }

  private void tell(FaultRun.Report report) {
    System.out.printf(
        "seed %d: %d tasks acknowledged, %d events, faults %s%n",
        seed, report.acknowledged(), report.events(), report.faults());
    System.out.printf(
        "%d attempts lost their worker, %d requests were sent again, the stream broke %d times and"
            + " started over %d times%n",
        report.losses(), report.repeated(), report.breaks(), report.resets());
    System.out.printf(
        "tasks turned away: %s, others: %s; the slowest answer took %s%n",
        report.refusals(), report.otherRefusals(), report.slowest());
    System.out.printf("%d violations%n", report.broken().size());
    report.broken().forEach(violation -> System.out.println("  " + violation));
  }
}
