package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One start of one service: on the ports the project has, or on others when something else sits
 * there.
 */
final class ServiceStart {

  private static final int PORTS_TO_TRY = 20;

  private final Containers containers;
  private final PortAllocations ports;
  private final String address;

  ServiceStart(Containers containers, PortAllocations ports, String address) {
    this.containers = containers;
    this.ports = ports;
    this.address = address;
  }

  void run(StackLayout layout, ServicePlan service, Optional<SeenContainer> there, StackLog log)
      throws StackFailure, InterruptedException {
    var stack = layout.stack();
    var id = there.map(SeenContainer::id);
    if (id.isPresent()) {
      containers.complete(stack, service, id.get());
    }
    for (int tried = 1; ; tried++) {
      if (id.isEmpty()) {
        id = Optional.of(create(layout, service));
      }
      try {
        containers.start(stack, id.get());
        return;
      } catch (DockerException e) {
        if (!portTaken(e) || tried == PORTS_TO_TRY) {
          throw DockerFailures.of(e);
        }
        burn(layout, service, id.get(), String.valueOf(e.getMessage()), log);
        id = Optional.empty();
      }
    }
  }

  private String create(StackLayout layout, ServicePlan service)
      throws StackFailure, InterruptedException {
    var shape =
        new ContainerShape(
            service,
            layout.network(),
            layout.volumes(),
            address,
            allocated(layout, service),
            layout.stack().secrets());
    return containers
        .create(layout.stack(), shape)
        .orElseThrow(() ->
            DockerFailures.failure(
                "stack_busy", "Another attempt builds this project at the moment.", true, null));
  }

  private Map<Integer, Integer> allocated(StackLayout layout, ServicePlan service)
      throws StackFailure {
    var allocated = new HashMap<Integer, Integer>();
    for (var port : StackLayout.published(service)) {
      allocated.put(
          port.number(),
          ports.allocate(layout.stack().project(), StackLayout.purpose(service, port)));
    }
    return allocated;
  }

  private static boolean portTaken(DockerException e) {
    var message = String.valueOf(e.getMessage());
    return message.contains("port is already allocated")
        || message.contains("address already in use");
  }

  /** Gives up the ports the engine complains of, and the container that was made for them. */
  private void burn(
      StackLayout layout, ServicePlan service, String id, String complaint, StackLog log)
      throws StackFailure, InterruptedException {
    var project = layout.stack().project();
    var made = containers.of(project).stream().filter(seen -> seen.id().equals(id)).findFirst();
    if (made.isEmpty()) {
      return;
    }
    containers.remove(layout.stack(), made.get());
    for (var port : StackLayout.published(service)) {
      var outside = made.get().port(port.number());
      if (outside.isPresent() && complaint.contains(":" + outside.getAsInt())) {
        log.line(
            LogLevel.WARN,
            "port %d is used by something else and given up".formatted(outside.getAsInt()));
        ports.burn(project, StackLayout.purpose(service, port), outside.getAsInt());
      }
    }
  }
}
