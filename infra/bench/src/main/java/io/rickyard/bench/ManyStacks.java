package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.util.ArrayList;

/** Several new stacks, one after the other and all at once. */
final class ManyStacks {

  private final LocalInstallation installation;
  private final String profile;

  ManyStacks(LocalInstallation installation, String profile) {
    this.installation = installation;
    this.profile = profile;
  }

  double inARowSeconds(int count) throws IOException, InterruptedException {
    try (var stacks = new Stacks(installation, profile)) {
      var refs = new ArrayList<String>();
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        var ref = stacks.create("row " + i);
        refs.add(ref);
        stacks.await(ref, "ACTIVE_HEALTHY");
      }
      double took = Stacks.seconds(begun);
      for (var ref : refs) {
        stacks.delete(ref);
      }
      return took;
    }
  }

  double atOnceSeconds(int count) throws IOException, InterruptedException {
    try (var stacks = new Stacks(installation, profile)) {
      var refs = new ArrayList<String>();
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        refs.add(stacks.create("once " + i));
      }
      for (var ref : refs) {
        stacks.await(ref, "ACTIVE_HEALTHY");
      }
      double took = Stacks.seconds(begun);
      for (var ref : refs) {
        stacks.delete(ref);
      }
      return took;
    }
  }
}
