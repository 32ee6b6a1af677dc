package io.rickyard.worker.job;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.worker.workspace.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way out of a sandbox: a socket file in its workspace, from which everything is passed on
 * to the project's database. A socket file is reached by whoever can enter its directory, whatever
 * network they have.
 */
final class DatabaseDoor implements AutoCloseable {

  static final int MOST_CONNECTIONS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseDoor.class);
  private static final int CHUNK = 16_384;
  // What libpq calls the socket of a server on this port.
  private static final int PORT = 5432;

  private final ServerSocketChannel door;
  private final InetSocketAddress database;
  private final @Nullable InetSocketAddress source;
  private final Path directory;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private DatabaseDoor(
      ServerSocketChannel door,
      InetSocketAddress database,
      @Nullable InetSocketAddress source,
      Path directory) {
    this.door = door;
    this.database = database;
    this.source = source;
    this.directory = directory;
  }

  /**
   * Opens the door of a workspace to a database.
   *
   * @param source from which address of this machine, if that matters to the database
   */
  static DatabaseDoor open(Workspace workspace, DatabaseEndpoint endpoint, @Nullable String source)
      throws IOException {
    var socket = workspace.door().resolve(".s.PGSQL." + PORT);
    var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean opened = false;
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      workspace.give(socket);
      var door =
          new DatabaseDoor(
              channel,
              new InetSocketAddress(endpoint.host(), endpoint.port()),
              source == null ? null : new InetSocketAddress(source, 0),
              workspace.door());
      Thread.ofVirtual().name("door-" + workspace.user()).start(door::receive);
      opened = true;
      return door;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** What a client of PostgreSQL takes for the host. */
  String host() {
    return directory.toString();
  }

  /** What it takes for the port. */
  String port() {
    return Integer.toString(PORT);
  }

  private void receive() {
    try {
      while (true) {
        var inside = door.accept();
        if (open.size() >= 2 * MOST_CONNECTIONS) {
          inside.close();
        } else {
          connect(inside);
        }
      }
    } catch (ClosedChannelException _) {
      LOG.debug("event=door_closed directory={}", directory);
    } catch (IOException e) {
      LOG.warn("event=door_failed directory={} reason=\"{}\"", directory, e.getMessage());
    }
  }

  private void connect(SocketChannel inside) throws IOException {
    open.add(inside);
    SocketChannel outside;
    try {
      outside = SocketChannel.open();
      outside.bind(source);
      outside.connect(database);
    } catch (IOException e) {
      LOG.info("event=database_not_reached address={} reason=\"{}\"", database, e.getMessage());
      close(inside);
      return;
    }
    open.add(outside);
    Thread.ofVirtual().start(() -> pump(inside, outside));
    Thread.ofVirtual().start(() -> pump(outside, inside));
  }

  /** Either side's end is the end of both. */
  private void pump(SocketChannel from, SocketChannel to) {
    try {
      copy(from, to);
    } catch (IOException e) {
      LOG.debug("event=connection_broke reason=\"{}\"", e.getMessage());
    } finally {
      close(from);
      close(to);
    }
  }

  private static void copy(ByteChannel from, ByteChannel to) throws IOException {
    var buffer = ByteBuffer.allocate(CHUNK);
    while (from.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        to.write(buffer);
      }
      buffer.clear();
    }
  }

  private void close(SocketChannel channel) {
    open.remove(channel);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("event=channel_not_closed reason=\"{}\"", e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    Set.copyOf(open).forEach(this::close);
  }
}
