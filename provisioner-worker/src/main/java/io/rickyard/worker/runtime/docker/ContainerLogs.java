package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogRange;
import java.util.ArrayList;
import java.util.List;

/** What containers wrote, from the engine's own log of each. */
final class ContainerLogs {

  private final Engine engine;

  ContainerLogs(Engine engine) {
    this.engine = engine;
  }

  /** A feed for each of these whose service is wanted. */
  List<LogFeed> of(List<SeenContainer> containers, LogRange range) throws InterruptedException {
    var feeds = new ArrayList<LogFeed>();
    try {
      for (var container : containers) {
        if (!container.isJob() && range.wants(container.service())) {
          feeds.add(open(container, range));
        }
      }
    } catch (EngineUnavailable | DockerException | InterruptedException e) {
      feeds.forEach(LogFeed::close);
      throw e;
    }
    return List.copyOf(feeds);
  }

  private ContainerLogFeed open(SeenContainer container, LogRange range)
      throws InterruptedException {
    var feed = new ContainerLogFeed(container.service(), range.since());
    try {
      return engine.ask(
          "read the log of " + container.service(),
          client -> started(client, container, range, feed));
    } catch (NotFoundException _) {
      feed.onComplete(); // removed since it was looked at
      return feed;
    }
  }

  private static ContainerLogFeed started(
      DockerClient client, SeenContainer container, LogRange range, ContainerLogFeed feed) {
    var command =
        client
            .logContainerCmd(container.id())
            .withStdOut(true)
            .withStdErr(true)
            .withTimestamps(true);
    if (range.since().getEpochSecond() > 0) {
      command.withSince((int) range.since().getEpochSecond());
    }
    if (range.last() != null) {
      command.withTail(range.last());
    }
    command.exec(feed);
    feed.awaitStart();
    return feed;
  }
}
