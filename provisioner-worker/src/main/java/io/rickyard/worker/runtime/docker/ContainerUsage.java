package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import io.rickyard.worker.stack.ServiceUsage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What containers use, as the engine counts it. It looks twice, a second apart, before it answers,
 * so all are asked at the same time.
 */
final class ContainerUsage {

  private static final long ANSWER_SECONDS = 10;

  private final Engine engine;
  private final Clock clock;

  ContainerUsage(Engine engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  List<ServiceUsage> of(List<SeenContainer> containers) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Future<Optional<ServiceUsage>>>();
      for (var container : containers) {
        if (container.running() && !container.isJob()) {
          asked.add(threads.submit(() -> ask(container)));
        }
      }
      var usages = new ArrayList<ServiceUsage>();
      for (var answer : asked) {
        answered(answer).ifPresent(usages::add);
      }
      return List.copyOf(usages);
    }
  }

  private static Optional<ServiceUsage> answered(Future<Optional<ServiceUsage>> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new EngineUnavailable("The engine does not tell what is used", true, e);
    }
  }

  private Optional<ServiceUsage> ask(SeenContainer container) throws InterruptedException {
    try {
      var statistics =
          engine.ask(
              "ask what " + container.service() + " uses",
              client ->
                  first(client.statsCmd(container.id()).withNoStream(true).exec(new First())));
      return statistics.map(seen -> usage(container, seen));
    } catch (NotFoundException _) {
      return Optional.empty(); // removed since it was looked at
    }
  }

  /** The one answer there is. */
  private static final class First extends ResultCallback.Adapter<Statistics> {
    private volatile @Nullable Statistics answer;

    @Override
    public void onNext(Statistics statistics) {
      answer = statistics;
    }
  }

  private static Optional<Statistics> first(First first) {
    try {
      return first.awaitCompletion(ANSWER_SECONDS, TimeUnit.SECONDS)
          ? Optional.ofNullable(first.answer)
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DockerException("The wait for an answer was broken off", 0, e);
    }
  }

  private ServiceUsage usage(SeenContainer container, Statistics seen) {
    return new ServiceUsage(
        container.service(),
        clock.instant(),
        cpus(seen.getCpuStats(), seen.getPreCpuStats()),
        memory(seen.getMemoryStats()),
        container.made().memory() == 0 ? null : container.made().memory(),
        network(seen.getNetworks(), StatisticNetworksConfig::getRxBytes),
        network(seen.getNetworks(), StatisticNetworksConfig::getTxBytes),
        null);
  }

  private static @Nullable Double cpus(
      @Nullable CpuStatsConfig now, @Nullable CpuStatsConfig before) {
    if (now == null
        || before == null
        || now.getCpuUsage() == null
        || before.getCpuUsage() == null
        || now.getSystemCpuUsage() == null
        || before.getSystemCpuUsage() == null
        || now.getCpuUsage().getTotalUsage() == null
        || before.getCpuUsage().getTotalUsage() == null
        || now.getOnlineCpus() == null) {
      return null;
    }
    double its = now.getCpuUsage().getTotalUsage() - before.getCpuUsage().getTotalUsage();
    double all = now.getSystemCpuUsage() - before.getSystemCpuUsage();
    return all <= 0 || its < 0 ? null : its / all * now.getOnlineCpus();
  }

  /** Without the files that the system only keeps in memory as long as there is room. */
  private static @Nullable Long memory(@Nullable MemoryStatsConfig memory) {
    if (memory == null || memory.getUsage() == null) {
      return null;
    }
    var details = memory.getStats();
    var files =
        details == null
            ? null
            : Objects.requireNonNullElseGet(
                details.getTotalInactiveFile(),
                () -> Objects.requireNonNullElse(details.getInactiveFile(), 0L));
    return Math.max(0, memory.getUsage() - (files == null ? 0 : files));
  }

  private static @Nullable Long network(
      @Nullable Map<String, StatisticNetworksConfig> networks,
      ToLongFunction<StatisticNetworksConfig> bytes) {
    return networks == null ? null : networks.values().stream().mapToLong(bytes).sum();
  }
}
