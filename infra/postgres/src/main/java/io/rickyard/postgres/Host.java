package io.rickyard.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this process may do on the machine it runs on. A port, so that tests can forbid things. */
public interface Host {

  boolean root();

  /** Whether operating system users can be added, become the user of a program, and be removed. */
  boolean canAddUsers();

  /**
   * Whether a program can be started in a user namespace in which it has a name and is not root.
   */
  boolean canEnterUserNamespace();

  /** The machine itself, asked by trying; what it allows is asked once in a process's life. */
  static Host local() {
    return Local.MACHINE;
  }

  /** Asks the machine. */
  final class Local implements Host {

    private static final Local MACHINE = new Local();
    private static final Duration PROBE = Duration.ofSeconds(5);

    private @Nullable Boolean addsUsers;
    private @Nullable Boolean entersUserNamespace;

    private Local() {}

    @Override
    public boolean root() {
      return new UnixSystem().getUid() == 0;
    }

    @Override
    public synchronized boolean canAddUsers() {
      if (addsUsers == null) {
        addsUsers = tryAddingUsers();
      }
      return addsUsers;
    }

    private boolean tryAddingUsers() {
      return root()
          && Stream.of("useradd", "userdel", "setpriv", "id")
              .allMatch(program -> Program.find(program).isPresent())
          && Files.isWritable(Path.of("/etc/passwd"))
          && Program.run(List.of("setpriv", "--reuid=65534", "--clear-groups", "true"), PROBE)
              .succeeded();
    }

    @Override
    public synchronized boolean canEnterUserNamespace() {
      if (entersUserNamespace == null) {
        entersUserNamespace = tryEnteringUserNamespace();
      }
      return entersUserNamespace;
    }

    private static boolean tryEnteringUserNamespace() {
      // `id -un` fails where the overflow user has no passwd entry, and so would initdb.
      return Program.find("unshare").isPresent()
          && Program.run(List.of("unshare", "-U", "id", "-un"), PROBE).succeeded();
    }
  }
}
