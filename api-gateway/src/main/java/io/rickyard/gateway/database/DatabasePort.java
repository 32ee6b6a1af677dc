package io.rickyard.gateway.database;

import io.micronaut.context.annotation.Context;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.rickyard.gateway.tls.Certificates;
import io.rickyard.service.InvalidSetting;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens where databases are reached by reference, if that is wanted. */
@Context
final class DatabasePort implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabasePort.class);

  /** They only move bytes. */
  private static final int THREADS = 2;

  private final DatabaseSettings settings;
  private final Databases databases;
  private final Connections connections;
  private final CancelKeys keys;
  private final Certificates certificates;
  private @Nullable EventLoopGroup threads;

  DatabasePort(
      DatabaseSettings settings,
      Databases databases,
      Connections connections,
      CancelKeys keys,
      Certificates certificates) {
    this.settings = settings;
    this.databases = databases;
    this.connections = connections;
    this.keys = keys;
    this.certificates = certificates;
  }

  @PostConstruct
  void start() {
    if (!settings.used()) {
      return;
    }
    var group = new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
    threads = group;
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new FrontDoor(databases, connections, keys, certificates));
                  }
                })
            .bind(settings.host(), settings.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new InvalidSetting(
          "rickyard.gateway.databases.port",
          "%d cannot be listened on: %s".formatted(settings.port(), bound.cause().getMessage()),
          bound.cause());
    }
    Channel listening = bound.channel();
    LOG.info("databases=by_reference address={}", listening.localAddress());
  }

  @Override
  @PreDestroy
  public void close() {
    if (threads != null) {
      var _ = threads.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }
  }
}
