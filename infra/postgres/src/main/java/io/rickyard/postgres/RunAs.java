package io.rickyard.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The identity a server's programs run under. PostgreSQL refuses to run as root, and servers of
 * different owners must not read each other's files.
 *
 * <p>An ordinary user runs them as itself. Root gives each server a system user of its own; where
 * users can't be added, or could not enter the server's directories, it uses a user namespace, in
 * which files still belong to root but no privilege is left.
 */
public sealed interface RunAs permits RunAs.Self, SystemUser, RunAs.UserNamespace {

  /** The command line that runs a program under this identity. */
  List<String> command(List<String> program);

  /** Whether other servers of this machine run under another identity. */
  boolean isolated();

  /** Makes sure that the identity exists; may be repeated. */
  void create();

  /** Makes this identity the owner of a file or directory that this process created. */
  void give(Path path);

  /** The same with a directory and all in it. */
  void giveTree(Path directory);

  /** Removes the identity, after its last program has ended; may be repeated. */
  void remove();

  /**
   * Chooses the best identity this machine allows.
   *
   * @param userName the system user to use when there can be one; begins with {@code rky-}
   * @param directories what the server must be able to enter: its own directory's parent and the
   *     programs
   * @throws PostgresException when this is root and may not give up its privileges
   */
  static RunAs choose(Host host, String userName, List<Path> directories) {
    if (!host.root()) {
      return new Self();
    }
    var closed = directories.stream().flatMap(d -> closedToOthers(d).stream()).findFirst();
    if (closed.isEmpty() && host.canAddUsers()) {
      return new SystemUser(userName);
    }
    if (host.canEnterUserNamespace()) {
      return new UserNamespace();
    }
    throw new PostgresException(
        "PostgreSQL does not run as root, and there is no way to give up root's privileges here: "
            + closed
                .map(path ->
                    "other users can't enter %s (choose another --data directory, or chmod o+x %s), and "
                        .formatted(path, path))
                .orElse("useradd, userdel or setpriv can't be used, and ")
            + "user namespaces (unshare -U) are not allowed. Mend one of these, or start Rickyard"
            + " as an ordinary user.");
  }

  /** The first directory on the way to this one, itself included, that others can't enter. */
  private static Optional<Path> closedToOthers(Path directory) {
    var absolute = directory.toAbsolutePath().normalize();
    return Stream.iterate(absolute, path -> path != null, Path::getParent)
        .filter(Files::isDirectory)
        .filter(RunAs::closed)
        .findFirst();
  }

  private static boolean closed(Path directory) {
    try {
      return !Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (java.io.IOException e) {
      throw new PostgresException("Could not read the permissions of " + directory, e);
    }
  }

  /** As the user this process runs as, who is not root. */
  record Self() implements RunAs {
    @Override
    public List<String> command(List<String> program) {
      return List.copyOf(program);
    }

    @Override
    public boolean isolated() {
      return false;
    }

    @Override
    public void create() {}

    @Override
    public void give(Path path) {}

    @Override
    public void giveTree(Path directory) {}

    @Override
    public void remove() {}
  }

  /** In a user namespace: files belong to root as before, but no privilege comes with that. */
  record UserNamespace() implements RunAs {
    @Override
    public List<String> command(List<String> program) {
      return Stream.concat(Stream.of("unshare", "-U", "--"), program.stream()).toList();
    }

    @Override
    public boolean isolated() {
      return false;
    }

    @Override
    public void create() {}

    @Override
    public void give(Path path) {}

    @Override
    public void giveTree(Path directory) {}

    @Override
    public void remove() {}
  }
}
