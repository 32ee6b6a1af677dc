package io.rickyard.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What this process may do on the machine it runs on. A port, so that tests can forbid things. */
public interface Host {

  boolean root();

  /** Whether operating system users can be added, become the user of a program, and be removed. */
  boolean canAddUsers();

  /**
   * Whether a program can be started in a user namespace in which it has a name and is not root.
   */
  boolean canEnterUserNamespace();

  /** The machine itself, asked by trying. */
  static Host local() {
    return new Local();
  }

  /** Asks the machine. */
  final class Local implements Host {

    private static final Duration PROBE = Duration.ofSeconds(5);

    private Local() {}

    @Override
    public boolean root() {
      return new UnixSystem().getUid() == 0;
    }

    @Override
    public boolean canAddUsers() {
      return root()
          && Stream.of("useradd", "userdel", "setpriv", "id")
              .allMatch(program -> Program.find(program).isPresent())
          && Files.isWritable(Path.of("/etc/passwd"))
          && Program.run(List.of("setpriv", "--reuid=65534", "--clear-groups", "true"), PROBE)
              .succeeded();
    }

    @Override
    public boolean canEnterUserNamespace() {
      // `id -un` fails where the overflow user has no passwd entry, and so would initdb.
      return Program.find("unshare").isPresent()
          && Program.run(List.of("unshare", "-U", "id", "-un"), PROBE).succeeded();
    }
  }
}
