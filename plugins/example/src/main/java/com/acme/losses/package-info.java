/** A complete plugin: one loss, one metric, and the class that names them. */
package com.acme.losses;
