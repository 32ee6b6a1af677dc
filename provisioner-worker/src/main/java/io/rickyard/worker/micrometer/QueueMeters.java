package io.rickyard.worker.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micronaut.context.annotation.Context;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.meter.Glance;
import io.rickyard.worker.queue.QueueDepths;
import io.rickyard.worker.queue.QueueDepths.Depth;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Shows how the queues stand. Every worker shows the same, since they share the queues. */
@Context
final class QueueMeters {

  QueueMeters(MeterRegistry registry, Transactions transactions) {
    var depths = new Glance<>("queues", new QueueDepths(transactions)::look);
    for (TaskQueue queue : TaskQueue.values()) {
      Gauge.builder("rickyard.queue.depth.tasks", () -> value(depths, queue, Depth::tasks))
          .description("tasks that could be claimed, counted up to " + QueueDepths.MOST)
          .tag("queue", queue.wireName())
          .register(registry);
      TimeGauge.builder(
              "rickyard.queue.oldest.age",
              () -> value(depths, queue, depth -> depth.oldest().toMillis() / 1000.0),
              TimeUnit.SECONDS)
          .description("how long ago the oldest task that could be claimed was accepted")
          .tag("queue", queue.wireName())
          .register(registry);
    }
  }

  private static double value(
      Glance<Map<TaskQueue, Depth>> depths, TaskQueue queue, ToDoubleFunction<Depth> number) {
    var now = depths.now();
    var depth = now == null ? null : now.get(queue);
    return depth == null ? Double.NaN : number.applyAsDouble(depth);
  }
}
