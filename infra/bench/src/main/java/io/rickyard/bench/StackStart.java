package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Path;

/** From the request to a stack that is healthy, beside a plain script that starts the same. */
final class StackStart {

  private final LocalInstallation installation;
  private final String profile;
  private final Path work;

  StackStart(LocalInstallation installation, String profile, Path work) {
    this.installation = installation;
    this.profile = profile;
    this.work = work;
  }

  /**
   * What was measured, in seconds.
   *
   * @param created a new project, with its volumes, its secrets and the setup of its database
   * @param resumed the same once more, on volumes that are there
   * @param plain the script on the same volumes
   */
  record Times(double created, double resumed, double plain) {}

  /** The medians over so many times, in turn. */
  Times run(int count) throws IOException, InterruptedException {
    try (var stacks = new Stacks(installation, profile)) {
      var created = new double[count];
      var resumed = new double[count];
      var plain = new double[count];
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        var ref = stacks.create("start " + i);
        stacks.await(ref, "ACTIVE_HEALTHY");
        created[i] = Stacks.seconds(begun);
        var script = PlainStack.of(ref, work);
        stacks.pause(ref);
        plain[i] = script.seconds();
        resumed[i] = stacks.resumeSeconds(ref);
        script.forget();
        stacks.delete(ref);
      }
      return new Times(Median.of(created), Median.of(resumed), Median.of(plain));
    }
  }
}
