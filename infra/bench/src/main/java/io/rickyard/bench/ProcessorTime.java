package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Processor time that an installation's processes have taken so far. Other work beside it hardly
 * changes it, so it tells of a change where a rate would tell of the machine.
 *
 * @param jvm of the services and the broker
 * @param postgres of the servers
 */
record ProcessorTime(Duration jvm, Duration postgres) {

  static ProcessorTime of(LocalInstallation installation) {
    return new ProcessorTime(
        sum(installation, process -> !isPostgres(process)),
        sum(installation, ProcessorTime::isPostgres));
  }

  ProcessorTime since(ProcessorTime before) {
    return new ProcessorTime(jvm.minus(before.jvm), postgres.minus(before.postgres));
  }

  Duration all() {
    return jvm.plus(postgres);
  }

  private static Duration sum(LocalInstallation installation, Predicate<ProcessHandle> which) {
    return installation.processes().stream()
        .filter(which)
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/postgres");
  }
}
