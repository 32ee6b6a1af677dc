/** SQL that people keep beside projects, as the Management API shows it. */
@NullMarked
package io.rickyard.gateway.snippet;

import org.jspecify.annotations.NullMarked;
