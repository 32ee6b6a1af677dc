/**
 * One address for all projects' databases: a connection says by its user, {@code role.reference},
 * which project it is for, and is passed on to that project's server and to no other. Follows the
 * PostgreSQL frontend/backend protocol, version 3 (PostgreSQL's documentation, chapter 53).
 */
@NullMarked
package io.rickyard.gateway.database;

import org.jspecify.annotations.NullMarked;
