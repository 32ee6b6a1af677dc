package io.rickyard.worker.runtime;

import io.rickyard.worker.stack.StackRuntime;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What new stacks are built on: the setting {@code rickyard.runtime.kind}. */
public enum RuntimeChoice {
  /** Processes of this host. */
  PROCESS,
  /** Containers of an engine. */
  DOCKER,
  /** Containers where an engine answers when the worker starts, otherwise processes. */
  AUTO;

  private static final Logger LOG = LoggerFactory.getLogger(RuntimeChoice.class);

  /** The one of that name. */
  public static RuntimeChoice named(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "rickyard.runtime.kind is process, docker or auto, not " + name));
  }

  /**
   * All runtimes, of which new stacks get the one that is meant.
   *
   * @param others those on which nothing is built
   */
  public ChosenRuntime among(StackRuntime process, StackRuntime docker, StackRuntime... others) {
    var chosen =
        switch (this) {
          case PROCESS -> process;
          case DOCKER -> docker;
          case AUTO -> {
            var obstacle = docker.obstacle();
            obstacle.ifPresent(why ->
                LOG.info("event=runtime_chosen runtime={} because=\"{}\"", process.name(), why));
            yield obstacle.isEmpty() ? docker : process;
          }
        };
    return new ChosenRuntime(
        chosen, Stream.concat(Stream.of(process, docker), Arrays.stream(others)).toList());
  }
}
