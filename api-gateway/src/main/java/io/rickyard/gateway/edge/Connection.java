package io.rickyard.gateway.edge;

/** How far what is said on a connection can be overheard. */
public enum Connection {
  /** Encrypted, here or by a proxy in front. */
  SECURE,
  /** Plain, and never leaves this machine. */
  LOCAL,
  /** Plain, over a network. */
  EXPOSED
}
