"""Where and when: the deployments on a Prefect server, the services, backups. `ofsted-watch deploy` and its neighbours run it."""
