# The hosts talk to each other over gRPC; clients reach the REST API; nothing else comes in. Out go TLS (image and
# package repositories, Systems Manager, S3, GitHub) and what the engines listen on.

resource "aws_security_group" "services" {
  name_prefix = "millrace-${var.environment}-"
  description = "Hosts of Millrace"
  vpc_id      = var.vpc_id

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "grpc" {
  security_group_id            = aws_security_group.services.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = 9090
  to_port                      = 9090
  ip_protocol                  = "tcp"
  description                  = "gRPC between the services"
}

resource "aws_vpc_security_group_ingress_rule" "http" {
  for_each = toset(var.client_cidr_blocks)

  security_group_id = aws_security_group.services.id
  cidr_ipv4         = each.key
  from_port         = 8080
  to_port           = 8080
  ip_protocol       = "tcp"
  description       = "REST API"
}

resource "aws_vpc_security_group_egress_rule" "grpc" {
  security_group_id            = aws_security_group.services.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = 9090
  to_port                      = 9090
  ip_protocol                  = "tcp"
  description                  = "gRPC between the services"
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.services.id
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
  description       = "Repositories, Systems Manager, S3, GitHub"
}

resource "aws_vpc_security_group_egress_rule" "engines" {
  for_each = { for pair in setproduct(var.engine_cidr_blocks, var.engine_ports) : "${pair[0]}:${pair[1]}" => pair }

  security_group_id = aws_security_group.services.id
  cidr_ipv4         = each.value[0]
  from_port         = tonumber(each.value[1])
  to_port           = tonumber(each.value[1])
  ip_protocol       = "tcp"
  description       = "Kafka and PostgreSQL"
}
